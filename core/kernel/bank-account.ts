/**
 * Why an international bank account number (ISO 13616), without spaces, can be none; undefined where it may be one. How
 * many characters it has is a matter of its country: what is wrong in that, its check digits nearly always show.
 */
export function ibanFault(iban: string): string | undefined {
  if (!/^[A-Z]{2}\d{2}[0-9A-Z]{11,30}$/.test(iban)) {
    return 'two capitals, two digits and 11 to 30 capitals and digits, without spaces';
  }
  return remainder(iban) === 1 ? undefined : 'its check digits do not fit';
}

/** ISO/IEC 7064, MOD 97-10: the first four characters are moved to the end, and letters count from 10. */
export function remainder(iban: string): number {
  let rest = 0;
  for (const character of `${iban.slice(4)}${iban.slice(0, 4)}`) {
    const value = Number.parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest;
}

/** Whether a text has the form of a bank identifier code (ISO 9362). */
export const isBic = (bic: string): boolean => /^[A-Z]{6}[0-9A-Z]{2}([0-9A-Z]{3})?$/.test(bic);
