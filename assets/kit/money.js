// Amounts of money in the person's language. Amounts come in the currency's smallest unit.
import { useTexts } from "$/public/kit/texts.js";

/** `amount` (whole, in cents or whatever is smallest) as `language` writes it. */
export const written = (language, amount, currency) => {
  if (!currency) return "";
  const format = new Intl.NumberFormat(language, { style: "currency", currency: currency.toUpperCase(), currencyDisplay: "narrowSymbol" });
  return format.format((amount ?? 0) / 10 ** format.resolvedOptions().maximumFractionDigits);
};

/** `M(amount, currency)`: an amount in the language of the moment. */
export const useMoney = () => {
  const T = useTexts();
  return (amount, currency) => written(T.language, amount, currency);
};
