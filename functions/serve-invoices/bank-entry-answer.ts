import type { BankEntry, BankStatement } from '../../core/bank/bank-statement.ts';
import { bankEntryName, paymentReferenceOf } from '../../core/bank/entry-cause.ts';
import type { EntryProposal } from '../../core/bank/proposal.ts';
import type { ProposedEntry } from '../../core/bank/propose-from-books.ts';
import type { BankEntriesAnswer } from '../../core/contract/bank/shapes.ts';
import { definedOnly } from '../../core/kernel/defined-only.ts';
import { currencyText, nanosOf } from '../../core/kernel/money.ts';

type EntryAnswer = BankEntriesAnswer['entries'][number];

export const bankStatementAnswer = ({
  entries: _,
  balances,
  ...statement
}: BankStatement): BankEntriesAnswer['statements'][number] => ({
  ...statement,
  balances: balances.map(({ amount, currency, ...balance }) => ({
    ...balance,
    currency,
    amount: currencyText(amount, currency),
  })),
});

/** An entry at its place in the file, and what it is booked as, or would be. */
export function bankEntryAnswer(
  { statement, entry, recorded, proposal, told }: ProposedEntry,
  place: number,
): EntryAnswer {
  const { line, state, amount, currency, isReversal, counterparty, texts, references } = entry;
  return {
    place,
    line,
    account: statement.account,
    state,
    amount: currencyText(amount, currency),
    currency,
    isReversal,
    text: texts.join(' '),
    references: [...references],
    ...definedOnly({
      statement: statement.id,
      instructedAmount:
        entry.instructed === undefined ? undefined : currencyText(entry.instructed, currency),
      bookedOn: entry.bookedOn,
      valueOn: entry.valueOn,
      name: counterparty.name,
      counterAccount: counterparty.account,
      endToEndId: entry.endToEndId,
      mandateId: entry.mandateId,
      returnReason: entry.returnReason,
      entryReference: entry.entryReference,
      recorded,
      told,
      outcome: proposal?.outcome,
      payouts: proposal?.payouts,
      proposal: proposal === undefined ? undefined : proposalAnswer(proposal, entry),
      topUp: proposal === undefined ? undefined : topUpFor(entry, proposal),
      payment: proposal === undefined ? undefined : paymentFor(entry, proposal),
      reversal: proposal === undefined ? undefined : reversalFor(entry, proposal),
    }),
  };
}

function proposalAnswer(
  proposal: EntryProposal,
  { amount, currency }: BankEntry,
): NonNullable<EntryAnswer['proposal']> {
  const {
    sureness,
    matched,
    why,
    customer,
    applied,
    candidates,
    reverses,
    refund,
    mayBe,
    outcome,
    payouts,
    topsUp,
  } = proposal;
  const rest = applied.reduce((left, part) => left - part.amount, amount as bigint);
  return {
    sureness,
    matched: [...matched],
    why,
    invoices: applied.map(({ invoice, amount: part }) => ({
      id: invoice.id,
      number: invoice.number,
      amount: currencyText(part, currency),
    })),
    candidates: [...candidates],
    ...definedOnly({
      customer,
      unapplied:
        customer === undefined ||
        outcome !== undefined ||
        payouts !== undefined ||
        topsUp !== undefined
          ? undefined
          : currencyText(nanosOf(rest), currency),
      reverses: reverses?.id,
      refund,
      mayBe,
    }),
  };
}

/** What books money that came in for a wallet. */
function topUpFor(
  entry: BankEntry,
  { topsUp: payer }: EntryProposal,
): EntryAnswer['topUp'] | undefined {
  if (payer === undefined) return undefined;
  const { amount, currency } = entry;
  return {
    ...{ payer, currency, amount: currencyText(amount, currency), rail: 'bank' },
    reference: paymentReferenceOf(entry),
    ...definedOnly({ receivedAt: entry.bookedOn ?? entry.valueOn }),
  };
}

/** What books money that came in, once it is said whose it is. */
function paymentFor(
  entry: BankEntry,
  { customer, applied, outcome, payouts, topsUp }: EntryProposal,
): EntryAnswer['payment'] | undefined {
  const { state, amount, currency, isReversal, returnReason } = entry;
  const isPayment = amount > 0n && !isReversal && returnReason === undefined;
  const isOurs = outcome !== undefined || payouts !== undefined;
  if (state !== 'booked' || !isPayment || isOurs) return undefined;
  return {
    currency,
    amount: currencyText(amount, currency),
    rail: 'bank',
    reference: paymentReferenceOf(entry),
    bankEntry: bankEntryName(entry),
    apply:
      applied.length === 0
        ? 'oldest'
        : applied.map((part) => ({
            invoice: part.invoice.id,
            amount: currencyText(part.amount, currency),
          })),
    ...definedOnly({
      // Of a wallet it is a top-up, unless a person says whose it is.
      customer: topsUp === undefined ? customer : undefined,
      receivedAt: entry.bookedOn ?? entry.valueOn,
    }),
  };
}

function reversalFor(
  entry: BankEntry,
  { reverses }: EntryProposal,
): EntryAnswer['reversal'] | undefined {
  if (reverses === undefined) return undefined;
  return {
    payment: reverses.id,
    amount: currencyText(reverses.amount, reverses.currency),
    reason: 'returned',
    reference: paymentReferenceOf(entry),
    bankEntry: bankEntryName(entry),
    ...definedOnly({ reversedAt: entry.bookedOn ?? entry.valueOn }),
  };
}
