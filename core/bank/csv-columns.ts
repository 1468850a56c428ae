/** What is read of a line, by the columns that have it. */
const csvColumnNames = [
  'date',
  'valueDate',
  'amount',
  'credit',
  'debit',
  'direction',
  'currency',
  'name',
  'account',
  'text',
  'endToEnd',
  'mandate',
  'reference',
  'instructed',
  'kind',
  'state',
  'own',
] as const;
export type CsvColumnName = (typeof csvColumnNames)[number];

/** Titles of columns as a caller names them: one, or several whose texts belong together. */
export type NamedColumns = Readonly<
  Partial<Record<CsvColumnName, string | readonly string[] | undefined>>
>;

/** Column numbers from 0 of each of them; text can be in several. */
export type CsvColumns = ReadonlyMap<CsvColumnName, readonly number[]>;

/**
 * Titles that banks have, without case, accents, signs and spaces; of several that a table has, the first here.
 * A name, an account and so on are those of the other side.
 */
const titles: Readonly<Record<CsvColumnName, readonly string[]>> = {
  date: [
    ...[
      'buchungstag',
      'buchungsdatum',
      'buchung',
      'bookingdate',
      'transactiondate',
      'datecomptable',
    ],
    ...[
      'datedoperation',
      'dateoperation',
      'completeddate',
      'completedon',
      'posteddate',
      'date',
      'datum',
    ],
    ...['fecha', 'boekingsdatum', 'dataoperazione'],
  ],
  valueDate: [
    'valutadatum',
    'wertstellung',
    'wertstellungsdatum',
    'valuta',
    'valuedate',
    'datevaleur',
  ],
  amount: [
    'betrag',
    'amount',
    'umsatz',
    'montant',
    'importe',
    'bedrag',
    'transactionamount',
    'importo',
  ],
  credit: ['haben', 'gutschrift', 'credit', 'moneyin', 'paidin', 'montantcredit', 'creditamount'],
  debit: ['soll', 'belastung', 'debit', 'moneyout', 'paidout', 'montantdebit', 'debitamount'],
  direction: ['sollhaben', 'sh', 'creditdebit', 'debitcredit', 'afbij', 'drcr', 'crdr'],
  currency: ['wahrung', 'waehrung', 'currency', 'devise', 'ccy', 'divisa', 'munt'],
  name: [
    ...[
      'beguenstigterzahlungspflichtiger',
      'begunstigterzahlungspflichtiger',
      'zahlungspflichtiger',
    ],
    ...['zahlungspflichtigerr', 'namezahlungsbeteiligter', 'auftraggeberempfanger', 'auftraggeber'],
    ...[
      'begunstigterauftraggeber',
      'auftraggeberzahlungsempfanger',
      'payername',
      'payer',
      'debtor',
    ],
    ...[
      'counterparty',
      'counterpartyname',
      'partnername',
      'name',
      'nom',
      'payee',
      'naamtegenpartij',
    ],
  ],
  account: [
    ...['kontonummeriban', 'ibanzahlungsbeteiligter', 'iban', 'kontonummer', 'payeraccount'],
    ...['counterpartyaccount', 'partneriban', 'accountnumber', 'tegenrekening'],
  ],
  text: [
    ...['verwendungszweck', 'remittanceinformation', 'paymentreference', 'description', 'purpose'],
    ...['libelle', 'text', 'details', 'memo', 'mededelingen', 'concepto', 'narrative'],
  ],
  endToEnd: [
    'kundenreferenzendtoend',
    'kundenreferenz',
    'endtoendid',
    'endtoendreference',
    'endtoend',
  ],
  mandate: ['mandatsreferenz', 'mandateid', 'mandatereference'],
  reference: [
    'transactionid',
    'entryreference',
    'bankreference',
    'umsatzid',
    'transaktionsid',
    'id',
  ],
  instructed: ['lastschriftursprungsbetrag', 'ursprungsbetrag', 'instructedamount'],
  kind: ['buchungstext', 'transactiontype', 'umsatztyp', 'type', 'vorgang'],
  state: ['info', 'status', 'state', 'umsatzstatus'],
  own: ['auftragskonto', 'ibanauftragskonto', 'ownaccount'],
};

/** A title as it is compared: `Betrag (EUR)` and `betrag` are one, and so are `Währung` and `Wahrung`. */
const titleWords = (title: string): string =>
  title
    .replace(/\([^)]*\)\s*$/, '')
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll(/[^a-z0-9]/g, '');

/** A currency that a title has behind it: `Betrag (EUR)`, `Amount (€)`. */
export function titleCurrency(title: string): string | undefined {
  const said = /\(([^)]*)\)\s*$/.exec(title)?.[1]?.trim();
  return said === '€' ? 'EUR' : said;
}

/** What a line of titles has of what is read; undefined where it lacks a day or an amount, and is no such line. */
export function knownColumns(cells: readonly string[]): CsvColumns | undefined {
  const columns = knownAmong(cells);
  return isEnough(columns) ? columns : undefined;
}

function knownAmong(cells: readonly string[]): Map<CsvColumnName, readonly number[]> {
  const words = cells.map(titleWords);
  const columns = new Map<CsvColumnName, readonly number[]>();
  const taken = new Set<number>();
  for (const name of csvColumnNames) {
    const found = titles[name].map((title) => words.indexOf(title));
    const at = found.find((index) => index !== -1 && !taken.has(index));
    if (at === undefined) continue;
    columns.set(name, [at]);
    taken.add(at);
  }
  return columns;
}

const isEnough = (columns: CsvColumns): boolean =>
  columns.has('date') && (columns.has('amount') || (columns.has('credit') && columns.has('debit')));

/** Those of a line of titles that are named, and all others that are known; undefined where it lacks a named one. */
export function columnsNamed(
  cells: readonly string[],
  named: NamedColumns,
): CsvColumns | undefined {
  const columns = new Map<CsvColumnName, readonly number[]>();
  for (const name of csvColumnNames) {
    const wanted = named[name];
    if (wanted === undefined) continue;
    const found = [wanted].flat().map((title) => cells.indexOf(title));
    if (found.includes(-1)) return undefined;
    columns.set(name, found);
  }
  const taken = new Set([...columns.values()].flat());
  const rest = cells.map((cell, index) => (taken.has(index) ? '' : cell));
  for (const [name, found] of knownAmong(rest)) if (!columns.has(name)) columns.set(name, found);
  return isEnough(columns) ? columns : undefined;
}
