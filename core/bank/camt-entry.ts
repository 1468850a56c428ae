import { definedOnly } from '../kernel/defined-only.ts';
import { type Nanos, nanosOf } from '../kernel/money.ts';
import { bankAmount, bankCurrency } from './amounts.ts';
import type { BankEntryState, BankParty, ReadEntry } from './bank-statement.ts';
import { boundedTexts } from './bounded-texts.ts';
import { accountIn, dateIn, isMoneyOut } from './camt-parts.ts';
import { elementAt, elementsAt, textOf, type XmlElement } from './xml-tree.ts';

/**
 * An entry, or each transaction of one that is a batch, where their amounts add up to it. Where they do not, or are not
 * said, the entry stands as a whole with all that its transactions say: what came is never told in other amounts.
 */
export function entriesFrom(entry: XmlElement): ReadEntry[] {
  const details = elementsAt(entry, 'NtryDtls').flatMap((one) => elementsAt(one, 'TxDtls'));
  const whole = wholeOf(entry);
  const parts = details.length > 1 ? partsOf(details, whole) : undefined;
  if (parts === undefined) {
    const instructed = details.length === 1 ? instructedIn(details[0], whole) : undefined;
    return [{ ...whole, ...saidBy(entry, details, whole), ...definedOnly({ instructed }) }];
  }
  return parts.map(({ detail, amount }, index) => ({
    ...whole,
    amount,
    ...saidBy(entry, [detail], { ...whole, amount }),
    part: index + 1,
  }));
}

type Whole = Pick<
  ReadEntry,
  'line' | 'state' | 'amount' | 'currency' | 'isReversal' | 'bookedOn' | 'valueOn'
>;

function wholeOf(entry: XmlElement): Whole {
  const { line } = entry;
  const written = elementAt(entry, 'Amt');
  const currency = bankCurrency(written?.attributes['Ccy'], written?.line ?? line);
  const amount = bankAmount(written?.text ?? '', currency, written?.line ?? line);
  return {
    line,
    state: stateOf(entry),
    amount: isMoneyOut(entry) ? nanosOf(-amount) : amount,
    currency,
    isReversal: /^(?:true|1)$/.test(textOf(entry, 'RvslInd') ?? ''),
    ...definedOnly({
      bookedOn: dateIn(elementAt(entry, 'BookgDt')),
      valueOn: dateIn(elementAt(entry, 'ValDt')),
    }),
  };
}

const states: Readonly<Record<string, BankEntryState>> = {
  BOOK: 'booked',
  PDNG: 'pending',
  FUTR: 'pending',
  INFO: 'information',
};

/** Up to version 4 a text, then a code in it. */
function stateOf(entry: XmlElement): BankEntryState {
  const said = textOf(entry, 'Sts', 'Cd') ?? textOf(entry, 'Sts') ?? '';
  return Object.hasOwn(states, said) ? (states[said] ?? 'unknown') : 'unknown';
}

interface Part {
  readonly detail: XmlElement;
  readonly amount: Nanos;
}

/** Undefined where they do not come to the whole. */
function partsOf(details: readonly XmlElement[], whole: Whole): readonly Part[] | undefined {
  const parts: Part[] = [];
  let sum = 0n;
  for (const detail of details) {
    const amount = amountIn(detail, whole);
    if (amount === undefined) return undefined;
    parts.push({ detail, amount });
    sum += amount;
  }
  return sum === whole.amount ? parts : undefined;
}

/** In the currency of the entry: what was instructed in another one has been exchanged. */
function amountIn(detail: XmlElement, { currency, amount: whole }: Whole): Nanos | undefined {
  const written = [
    elementAt(detail, 'Amt'),
    elementAt(detail, 'AmtDtls', 'TxAmt', 'Amt'),
    elementAt(detail, 'AmtDtls', 'InstdAmt', 'Amt'),
  ].find((one) => one?.attributes['Ccy'] === currency);
  if (written === undefined) return undefined;
  const amount = bankAmount(written.text, currency, written.line);
  const isOut = textOf(detail, 'CdtDbtInd') === undefined ? whole < 0n : isMoneyOut(detail);
  return isOut ? nanosOf(-amount) : amount;
}

/** A debit that was returned comes back with the charges for that, in one amount. */
function instructedIn(detail: XmlElement | undefined, whole: Whole): Nanos | undefined {
  const written = [
    elementAt(detail, 'AmtDtls', 'InstdAmt', 'Amt'),
    elementAt(detail, 'AmtDtls', 'TxAmt', 'Amt'),
  ].find((one) => one?.attributes['Ccy'] === whole.currency);
  if (written === undefined) return undefined;
  const amount = bankAmount(written.text, whole.currency, written.line);
  return amount === whole.amount || amount === -whole.amount ? undefined : amount;
}

/** What the transactions of an entry say beside their amounts. */
function saidBy(
  entry: XmlElement,
  details: readonly XmlElement[],
  { amount, isReversal }: Pick<Whole, 'amount' | 'isReversal'>,
): Pick<ReadEntry, 'counterparty' | 'texts' | 'references'> & Partial<ReadEntry> {
  const [first] = details;
  const remitted = details.flatMap((detail) => elementsAt(detail, 'RmtInf'));
  const structured = remitted.flatMap((one) => elementsAt(one, 'Strd'));
  const texts = [
    ...remitted.flatMap((one) => elementsAt(one, 'Ustrd').map(({ text }) => text)),
    ...structured.flatMap((one) => elementsAt(one, 'AddtlRmtInf').map(({ text }) => text)),
  ];
  const isReturn = isReversal || details.some((one) => elementAt(one, 'RtrInf') !== undefined);
  return {
    // Of several that stand as a whole, nobody's name is that of all.
    counterparty: details.length === 1 ? partyIn(first, amount > 0n !== isReturn) : {},
    texts: boundedTexts(texts.length > 0 ? texts : [textOf(entry, 'AddtlNtryInf') ?? '']),
    references: boundedTexts(structured.flatMap(referencesIn)),
    ...batchIdsIn(entry, details),
    ...definedOnly({
      entryReference:
        textOf(entry, 'AcctSvcrRef') ??
        textOf(entry, 'NtryRef') ??
        textOf(first, 'Refs', 'AcctSvcrRef') ??
        textOf(first, 'Refs', 'TxId'),
      ...(details.length === 1
        ? { endToEndId: endToEndIdIn(first), mandateId: textOf(first, 'Refs', 'MndtId') }
        : {}),
      returnReason: details.map(returnReasonIn).find((reason) => reason !== undefined),
    }),
  };
}

/** The payer, or who was paid; from version 7 on one step deeper than before. */
function partyIn(detail: XmlElement | undefined, isPayer: boolean): BankParty {
  const parties = elementAt(detail, 'RltdPties');
  const role = isPayer ? 'Dbtr' : 'Cdtr';
  const nameOf = (name: string) =>
    textOf(parties, name, 'Pty', 'Nm') ?? textOf(parties, name, 'Nm');
  return definedOnly({
    name: nameOf(role) ?? nameOf(`Ultmt${role}`),
    account: accountIn(elementAt(parties, `${role}Acct`)),
  });
}

const referencesIn = (structured: XmlElement): string[] => [
  ...elementsAt(structured, 'CdtrRefInf').map((one) => textOf(one, 'Ref') ?? ''),
  ...elementsAt(structured, 'RfrdDocInf').map((one) => textOf(one, 'Nb') ?? ''),
];

/** Of the entry, of its batch, and of its transactions: those that are there. */
function batchIdsIn(
  entry: XmlElement,
  details: readonly XmlElement[],
): Pick<ReadEntry, 'batchIds'> {
  const batches = elementsAt(entry, 'NtryDtls').flatMap((one) => elementsAt(one, 'Btch'));
  const holders = [...batches, ...details.flatMap((detail) => elementsAt(detail, 'Refs'))];
  const ids = holders.flatMap((one) => [textOf(one, 'PmtInfId'), textOf(one, 'MsgId')]);
  const batchIds = [...new Set(ids.flatMap((id) => id ?? []))];
  return batchIds.length === 0 ? {} : { batchIds: batchIds.slice(0, BATCH_IDS_MAX) };
}

const BATCH_IDS_MAX = 20;

function endToEndIdIn(detail: XmlElement | undefined): string | undefined {
  const id = textOf(detail, 'Refs', 'EndToEndId');
  return id === undefined || /^not\s*provided$/i.test(id) ? undefined : id;
}

function returnReasonIn(detail: XmlElement): string | undefined {
  const returned = elementAt(detail, 'RtrInf');
  if (returned === undefined) return undefined;
  return (
    textOf(returned, 'Rsn', 'Cd') ??
    textOf(returned, 'Rsn', 'Prtry') ??
    textOf(returned, 'AddtlInf') ??
    'returned'
  );
}
