"""Money: amounts in a currency's smallest unit, as the person's language writes them."""

from typing import Any

import reflex as rx
from reflex.vars import VarData
from reflex_base.utils.imports import ImportVar

_WRITER = VarData(imports={"$/public/kit/money.js": [ImportVar(tag="useMoney")]}, hooks={"const M = useMoney();": None})


def money(amount: Any, currency: Any) -> rx.Var[str]:
    """An amount (whole, in the smallest unit) of a currency (ISO 4217, any case)."""
    parts = [rx.Var.create(amount), rx.Var.create(currency)]
    data = VarData.merge(_WRITER, *(part._get_all_var_data() for part in parts))
    return rx.Var(f"M({', '.join(map(str, parts))})", _var_type=str, _var_data=data).to(str)
