/**
 * Documents as fbdfb75 drew them, from those of today: CSV has a byte order mark since, and a price of more than six
 * places is that of a thousand or a million. What is told by a digest is compared so.
 */
export const formInOldWords = (path: string, text: string): string =>
  path.endsWith('?format=ubl') ? withPricesOfOne(text) : text.replace(/^\ufeff/, '');

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
