"""Thanks for an edit: said once, on the page of what was edited."""

import reflex as rx


class EditThanksState(rx.State):
    """The post whose text was just saved here; 0 for none."""

    _post_id: int = 0

    def _due(self, post_id: int) -> bool:
        """Whether thanks are due on the page of this post; asked once, they are no longer."""
        due, self._post_id = self._post_id == post_id != 0, 0
        return due


async def owe_thanks(state: rx.State, post_id: int) -> None:
    """The page of this post will say thanks when it is opened next."""
    (await state.get_state(EditThanksState))._post_id = post_id


async def thanks_due(state: rx.State, post_id: int) -> bool:
    """Whether its page has to say thanks now."""
    return (await state.get_state(EditThanksState))._due(post_id)
