/** What says what kind of company somebody is: payers leave it out, or write it otherwise. */
const legalForms = new Set(
  'AB AG AS BV BVBA CO CORP EG EK EV GBR GMBH INC KG KGAA LIMITED LLC LLP LTD MBH NV OHG OY PLC SA SARL SAS SE SL SPA SRL UG'.split(
    ' ',
  ),
);

/**
 * What a name is compared by: its words in capitals without accents and kinds of companies, in one order. A bank writes
 * Ü as UE or U, so there are two; none where nothing is left.
 */
export function nameKeys(name: string): readonly string[] {
  const spelled = name
    .normalize('NFC')
    .toUpperCase()
    .replaceAll('Ä', 'AE')
    .replaceAll('Ö', 'OE')
    .replaceAll('Ü', 'UE');
  const keys = [keyOf(spelled), keyOf(name)].filter((key) => key !== '');
  return [...new Set(keys)];
}

function keyOf(name: string): string {
  const words = name
    .toUpperCase()
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    // S.A.R.L. is SARL, and so is S. A.
    .replaceAll(/\b(\p{L})\.\s?/gu, '$1')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  const telling = words.filter((word) => !legalForms.has(word) && word !== 'UND' && word !== 'AND');
  return telling.sort((a, b) => (a < b ? -1 : 1)).join(' ');
}
