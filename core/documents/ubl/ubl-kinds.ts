/** By which of its two documents UBL writes what has a type code. */
export const ublKinds = {
  '380': 'Invoice',
  '389': 'Invoice',
  '381': 'CreditNote',
  '261': 'CreditNote',
} as const;
