/**
 * Documents as fbdfb75 drew them, from those of today: CSV has a byte order mark since, a price of more than six places
 * is that of a thousand or a million, and the period of UBL is that of all its lines, where it was the closed month.
 * What is told by a digest is compared so.
 */
export const formInOldWords = (path: string, text: string): string =>
  path.endsWith('?format=ubl') ? ofItsMonth(withPricesOfOne(text)) : text.replace(/^\ufeff/, '');

const withPricesOfOne = (ubl: string): string =>
  ubl.replaceAll(
    /(<cbc:PriceAmount [^>]*>)([\d.]+)(<.*\n) *<cbc:BaseQuantity [^>]*>1(000|000000)<.*\n/g,
    (_, start: string, price: string, end: string, zeros: string) =>
      `${start}${shifted(price, zeros.length)}${end}`,
  );

/** A decimal of so many places more, without zeros at its end. */
function shifted(decimal: string, places: number): string {
  const [whole = '', fraction = ''] = decimal.split('.');
  const digits = whole.padStart(places + 1, '0');
  const at = digits.length - places;
  return `${digits.slice(0, at)}.${digits.slice(at)}${fraction}`.replace(/\.?0+$/, '');
}

/** With the month before it was issued as its period, where that is wider: lines of other months are in it since. */
function ofItsMonth(ubl: string): string {
  const [, year = '', month = ''] = /<cbc:IssueDate>(\d{4})-(\d\d)/.exec(ubl) ?? [];
  const [first, last] = [0, 1].map((at) => {
    const day = new Date(Date.UTC(Number(year), Number(month) - 2 + at, 1 - at));
    return day.toISOString().slice(0, 10);
  });
  return ubl.replace(
    /(<cac:InvoicePeriod>\s*<cbc:StartDate>)([^<]*)(<\/cbc:StartDate>\s*<cbc:EndDate>)([^<]*)/,
    (period, start: string, from: string, end: string, until: string) =>
      first === undefined || last === undefined || (from >= first && until <= last)
        ? period
        : `${start}${first}${end}${last}`,
  );
}
