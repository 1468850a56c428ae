import type { ExplainedRejection } from './explained-rejection.ts';

/** Refusals of rails, and of what they collect. */
export const railRejections = {
  'rail.not-connected': {
    means: 'The tenant is not connected to this rail.',
    fix: 'Connect it first: `PUT /v1/rails/stripe`, or `PUT /v1/rails/sepa`.',
  },
  'rail.url-refused': {
    means:
      'Secrets are sent to the rail’s own address alone, or to the public one of a facilitator.',
    fix: 'Leave `url` out; name a facilitator by a public https address. A local stack takes an address of its own machine.',
  },
  'rail.secrets-refused': {
    means: 'The secrets have not the form of any, or the rail does not take them.',
    fix: 'Copy them anew; a restricted key needs the permissions that docs/rails.md lists.',
  },
  'rail.signature-refused': {
    means:
      'The event is not signed by the secret of this tenant, was signed more than five minutes ago, or the tenant is not connected.',
    fix: 'Compare the address of the endpoint and its secret, as the rail shows them, with what was put.',
  },
  'rail.in-use': {
    means: 'A collection is open: its money may still come.',
    fix: 'Wait until it is paid or has expired, a day at most for who has not paid. A key of the same account and mode can be put at any time.',
  },
  'rail.changed-meanwhile': {
    means: 'Others were changing the rail at the same time.',
    fix: 'Send the same request again.',
  },
  'rail.outcome-unknown': {
    means: 'The rail has not said what became of a call.',
    fix: 'Send the same request again: nothing is begun twice. Stripe’s own status page may say why.',
  },
  'collection.nothing-due': {
    means: 'Nothing is due of the invoice.',
    fix: 'There is nothing to do: it is paid, credited or void.',
  },
  'collection.amount-not-collectable': {
    means: 'The rail does not collect this amount, or this currency.',
    fix: 'Collect it in another way, such as a transfer.',
  },
  'collection.under-way': {
    means:
      'It is being collected by another rail; or the payer has paid another amount than what is due now. It is not known yet whether the money comes.',
    fix: 'Wait until the collection is `settled` or `failed`, then ask again.',
  },
  'collection.refused': {
    means: 'The rail refuses to collect it.',
    fix: 'See in `detail` what it says, and change that. The next request is another attempt.',
  },
  'collection.too-many': {
    means: 'It was tried to collect the invoice a thousand times.',
    fix: 'Collect it in another way.',
  },
  'collection.not-found': {
    means: 'No batch, and no direct debit, is called so.',
    fix: 'Take the end-to-end id, or the id of the batch, as `GET /v1/rails/sepa/batches/{id}` has it.',
  },
  'collection.amount-differs': {
    means: 'The bank has moved another amount than was collected.',
    fix: 'Tell the amount without charges. Of a batch, first tell what was rejected of it, or tell each direct debit by itself.',
  },
  'collection.told-otherwise': {
    means: 'Another entry has said what became of it, or something that this contradicts.',
    fix: 'Look at the collection. Money that came twice is recorded as a payment over `bank`.',
  },
  'collection.date-invalid': {
    means: 'The day is to come.',
    fix: 'Give the day on which the bank has booked it.',
  },
  'sepa.creditor-invalid': {
    means:
      'The creditor identifier, the IBAN or the BIC cannot be one, or no letter of the name is left in a file.',
    fix: 'Copy it anew, without spaces; write the name in Latin letters.',
  },
  'sepa.day-invalid': {
    means: 'Banks settle nothing on that day, or it is too soon or too late.',
    fix: 'Take the day that `detail` names.',
  },
  'sepa.nothing-to-collect': {
    means: 'No invoice could be collected on that day.',
    fix: 'See in `GET /v1/rails/sepa/proposal` why each is left out.',
  },
  'sepa.batch-not-found': {
    means: 'There is no such batch.',
    fix: 'Take the id from `GET /v1/rails/sepa/batches`.',
  },
  'sepa.batch-not-open': {
    means: 'The batch is cancelled, rejected, or submitted already.',
    fix: 'Prepare another batch, under another key.',
  },
  'sepa.batch-outdated': {
    means: 'Something of the batch is not due any more as it was, or its day has come.',
    fix: 'Cancel it, and prepare another.',
  },
  'sepa.batch-erased': {
    means: 'A payer of the batch was erased: its file cannot be made again.',
    fix: 'Keep the file that the bank was given.',
  },
  'mandate.invalid': {
    means:
      'The reference, the name, the account or the day of the signature cannot be one, or the mandate cannot be changed so.',
    fix: 'Change what `detail` names.',
  },
  'mandate.already-assigned': {
    means: 'Another customer has a mandate of that reference.',
    fix: 'Give it a reference of its own.',
  },
  'mandate.revoked': {
    means: 'The mandate was revoked, or its customer erased.',
    fix: 'Have another signed, and put it under another reference.',
  },
  'mandate.not-found': {
    means: 'The customer has no such mandate.',
    fix: 'Take the reference from `GET /v1/customers/{key}/mandates`.',
  },
  'mandate.changed-meanwhile': {
    means: 'Others were changing the mandate at the same time.',
    fix: 'Send the same request again.',
  },
  'reminder.not-set': {
    means: 'The billing settings do not say when payers are reminded.',
    fix: 'Put `reminders` with one step at least into them: see docs/reminders.md.',
  },
  'reminder.day-invalid': {
    means:
      'A day is none of the calendar, is over or is more than a year ahead; or `asOf` came without `dryRun`.',
    fix: 'Give a day as `detail` says. Reminders are made as of today alone.',
  },
  'reminder.not-found': {
    means: 'There is no reminder with this id.',
    fix: 'Name it by its id, as `GET /v1/reminders` lists it.',
  },
  'reminder.nothing-due': {
    means: 'Nothing is due any more of the invoice of the reminder: there is no letter.',
    fix: 'There is nothing to do. The reminder itself is answered as JSON.',
  },
} as const satisfies Readonly<Record<string, ExplainedRejection>>;
