// Amounts of money in the person's language. Amounts come in the currency's smallest unit.
import { useTexts } from "./i18n.js";

/**
 * `amount` (whole, in cents or whatever is smallest) as `language` writes it.
 * @param {string} language
 * @param {number | null | undefined} amount
 * @param {string} currency
 */
export const formatMoney = (language, amount, currency) => {
  if (!currency) return "";
  const format = new Intl.NumberFormat(language, { style: "currency", currency: currency.toUpperCase(), currencyDisplay: "narrowSymbol" });
  return format.format((amount ?? 0) / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
};

/** `M(amount, currency)`: an amount in the language of the moment. */
export const useMoney = () => {
  const T = useTexts();
  /**
   * @param {number | null | undefined} amount
   * @param {string} currency
   */
  const M = (amount, currency) => formatMoney(T.language, amount, currency);
  return M;
};
