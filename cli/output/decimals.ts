const PLACES = 12;

/** A decimal of an answer as a count of 1e-12; nothing where there is none. */
export function unitsOf(text: string | undefined): bigint {
  const [whole = '', fraction = ''] = (text ?? '0').replace('-', '').split('.');
  const units = BigInt(`${whole}${fraction.padEnd(PLACES, '0')}`);
  return text?.startsWith('-') === true ? -units : units;
}

/** The reverse, without zeros at the end. */
export function textOfUnits(units: bigint): string {
  const digits = String(units < 0n ? -units : units).padStart(PLACES + 1, '0');
  const fraction = digits.slice(-PLACES).replace(/0+$/, '');
  const text = `${digits.slice(0, -PLACES)}${fraction === '' ? '' : `.${fraction}`}`;
  return units < 0n ? `-${text}` : text;
}
