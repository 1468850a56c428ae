import type { ExplainedRejection } from './explained-rejection.ts';

/** Refusals of months, documents, books and who is told of them. */
export const billingRejections = {
  'period.malformed': {
    means: 'The month is none.',
    fix: 'Write it as `YYYY-MM`.',
  },
  'period.not-ended': {
    means: 'The month has not ended in the time zone of who is billed.',
    fix: 'Ask again after it has, or for a dry run.',
  },
  'period.already-invoiced': {
    means:
      'The change would count in a month that is invoiced, and would change what that was rated by.',
    fix: 'Let it count from the instant that `detail` names, or later.',
  },
  'invoice.not-found': {
    means: 'There is no such document, or it is no issued invoice.',
    fix: 'Take an `id` of `GET /v1/invoices`. What corrects and pays takes ids, not numbers.',
  },
  'invoice.series-invalid': {
    means: 'The numbers would not be unique, or have characters that numbers must not.',
    fix: 'Begin with a letter, end with no digit, and give credit notes a prefix of their own.',
  },
  'invoice.tax-invalid': {
    means: 'The category, rate and reason of a tax do not go together, as EN 16931 has it.',
    fix: 'Change the tax treatment as `detail` says.',
  },
  'invoice.already-void': {
    means: 'The invoice is void, for another reason or with other consequences.',
    fix: 'Leave it as it is.',
  },
  'invoice.already-paid': {
    means: 'The invoice has credit notes, and cannot be void any more.',
    fix: 'Correct the rest of it by another credit note.',
  },
  'invoice.line-unknown': {
    means: 'The invoice has no such line, or it is named twice.',
    fix: 'Name each line at most once, as the invoice has it.',
  },
  'invoice.line-not-found': {
    means: 'The document has no such line.',
    fix: 'Take one of those that `detail` lists.',
  },
  'invoice.credit-too-large': {
    means: 'The credit is zero, or more than is left of the line or the invoice.',
    fix: 'Credit at most what `detail` says is left, without tax.',
  },
  'invoice.amount-invalid': {
    means: 'The amount is not above zero, or is finer than the currency can be paid in.',
    fix: 'Give an amount above zero in whole minor units, such as `12.50`.',
  },
  'invoice.payment-differs': {
    means:
      'The reference is that of a payment of another amount, or of money of the payer that is recorded already.',
    fix: 'Give another payment another reference. To repeat one, send it as it was. What is recorded of the payer is applied by `POST /v1/payments/{id}/applications`.',
  },
  'invoice.payment-date-invalid': {
    means: 'The payment is of the future, or of more than a year before the invoice.',
    fix: 'Send the day, or the instant, at which the money came; without `receivedAt` it is now.',
  },
  'invoice.nothing-due': {
    means: 'Nothing of the invoice is due, so there is nothing to write off.',
    fix: 'Leave it as it is. `GET /v1/invoices/{id}` says what has become of it.',
  },
  'payment.not-found': {
    means: 'There is no payment with this id.',
    fix: 'Name it by its id, as `GET /v1/payments?customer=…` lists it.',
  },
  'payment.payer-unknown': {
    means: 'There is no such customer, and the books have no document of this payer.',
    fix: 'Name a customer by its key, or a payer by the key that its invoices have as `customer`. Money of nobody knows whom is of `suspense:` and the rail that it came over, such as `suspense:bank`.',
  },
  'payment.amount-invalid': {
    means:
      'What is to be paid, applied or paid back is not above zero, or too fine for the currency.',
    fix: 'Give an amount above zero in whole minor units, such as `12.50`.',
  },
  'payment.amount-exceeded': {
    means:
      'More is asked for than there is: more than is unapplied of the payment, due of the invoice, applied to it, or left to be reversed.',
    fix: 'Give at most what the message says. To refund what is applied, credit the invoice or take the application back first.',
  },
  'payment.in-wallet': {
    means: 'The payment put money into a wallet, from which it may be spent.',
    fix: 'Take it out there: `POST /v1/payers/{payer}/wallet/refunds`.',
  },
  'payment.date-invalid': {
    means:
      'The day is in the future, or too early: a refund or a reversal is not before its payment, and a payment at most a year before the payer’s first month.',
    fix: 'Send the day, or the instant, at which the money moved; left out, it is now.',
  },
  'payment.differs': {
    means:
      'The reference is that of another payment, refund or reversal, with another amount, or of a payment of an invoice.',
    fix: 'Give another one another reference. To repeat one, send it as it was.',
  },
  'payment.not-applicable': {
    means: 'The invoice is of another payer, or in another currency.',
    fix: 'Apply it to an invoice of its payer and currency. `POST /v1/payments/{id}/move` moves unapplied money to another payer.',
  },
  'payment.too-many-unapplied': {
    means: 'Ninety payments of the payer have unapplied money, which is the most there can be.',
    fix: 'Apply or refund what was paid before, then send it again.',
  },
  'invoice.draft-changed': {
    means: 'The draft is not what it was when it was last shown.',
    fix: 'Look at it again, then issue it. Where it lacked something that is given by now, bill the month again first.',
  },
  'invoice.no-ubl': {
    means: 'What EN 16931 asks for is missing from the seller, the customer or the taxes.',
    fix: 'Complete what `detail` lists, and bill again. PDF, CSV and JSON are there, without UBL and CII.',
  },
  'unbilled.changed': {
    means: 'The list of what is not billed has no such row in this quantity any more.',
    fix: 'Get `GET /v1/unbilled` again, and accept its rows as they are.',
  },
  'bank-statement.invalid': {
    means: 'The file is no statement that can be read exactly, at the line that `detail` names.',
    fix: 'Send a camt.053 or CSV file as the bank made it; for a table, say what `detail` asks for.',
  },
  'books.account-unknown': {
    means: 'The books have no account of this name.',
    fix: 'Take one of `GET /v1/accounts`, percent-encoded.',
  },
  'books.amount-too-large': {
    means: 'The books have an amount of more digits than Beancount keeps.',
    fix: 'Export as `json`, `csv` or `hledger`.',
  },
  'books.full': {
    means:
      'The books keep no more of one invoice, payer or tenant: 90 payments of an invoice, 200 rails, or what `detail` names.',
    fix: 'Do as `detail` says: record the money as unapplied, of another invoice, or over a rail that is a kind of way and not a reference.',
  },
  'report.days-invalid': {
    means:
      'The days are none, end before they begin, or are not those that the report is asked by.',
    fix: 'Send `asOf`, or `from` and `to`, as `detail` says: `YYYY-MM-DD`, or `YYYY-MM` for a month.',
  },
  'report.customer-invalid': {
    means: 'A customer statement is asked for without a customer, or another report with one.',
    fix: 'Send `customer` with `customer-statement`, and with no other report.',
  },
  'report.too-large': {
    means:
      'The report reads more documents than one answer has time for. Other days change nothing.',
    fix: 'Ask for one customer’s statement, or export the journal and report from that.',
  },
  'report.unbalanced': {
    means: 'What the report says is not what is posted to the accounts that `detail` names.',
    fix: 'Let `farthing books check` say where the books do not hold.',
  },
  'export.days-invalid': {
    means: 'A day does not exist, or the last one is before the first.',
    fix: 'Send `from` and `to` as days of UTC, `YYYY-MM-DD`, or leave them out.',
  },
  'export.not-found': {
    means: 'There is no export of this id, or it is older than 90 days.',
    fix: 'Take one of `GET /v1/exports`. What it exported is in `GET /v1/exports/files`.',
  },
  'export.file-not-found': {
    means: 'Nothing was exported under this path.',
    fix: 'Take the `path` of a file of `GET /v1/exports/files`, as it is.',
  },
  'webhook.not-found': {
    means: 'There is no endpoint of this key.',
    fix: 'Put it first: `PUT /v1/webhooks/{key}`.',
  },
  'webhook.url-refused': {
    means:
      'Events may not be sent to this address: it is not public, or no https at port 443 or 8443.',
    fix: 'Give a public https address, without credentials and without a fragment.',
  },
  'webhook.too-many': {
    means: 'The tenant has 20 endpoints, and no more are taken.',
    fix: 'Change one of those there are.',
  },
  'webhook.too-many-secrets': {
    means: 'Five secrets of the endpoint are in force.',
    fix: 'Wait until a former one has ended, a day after it was replaced.',
  },
  'webhook.event-unknown': {
    means: 'The endpoint was sent no such event.',
    fix: 'Give the `webhook-id` of an event that it was sent.',
  },
  'webhook.changed-meanwhile': {
    means: 'Others were changing the endpoint at the same time.',
    fix: 'Send the same request again.',
  },
  'payer.in-use': {
    means: 'The customer is not archived, and could be billed.',
    fix: 'Archive it first: put it with `"archived": true`.',
  },
  'payer.has-customer': {
    means: 'A customer pays for this subject.',
    fix: 'Erase the customer, or take the subject off it first.',
  },
  'payer.not-paying': {
    means:
      'A customer pays for this subject, so it has nothing to spend by itself. Or it is what private tokens are used by, which is nobody.',
    fix: 'Ask for it as usage of that customer: `payer` is the customer’s key, and `subject` the subject. The answer names the customer.',
  },
  'payer.too-many-subjects': {
    means: 'The customer has had more than 100 subjects, so it stands for no one person.',
    fix: 'Erase subjects one by one, as payers of their own.',
  },
  'billing-settings.not-found': {
    means: 'Nobody has said who sells, and nothing is billed before that.',
    fix: 'Put the billing settings: `PUT /v1/billing-settings`.',
  },
  'billing-settings.changed-meanwhile': {
    means: 'Others changed the billing settings at the same time.',
    fix: 'Get them again, and apply the change to those.',
  },
  'billing-settings.default-plan-fixed': {
    means: 'There is a default plan, and months were charged by it.',
    fix: 'Leave it, and add a version to that plan; or give customers plans of their own.',
  },
  'customer.unpriced': {
    means: 'No plan was in force for the customer in this month.',
    fix: 'Give it a plan, or the billing settings a default plan.',
  },
  'customer.currency-mixed': {
    means: 'The plans of the customer are in several currencies, and what it carries is in one.',
    fix: 'Give it plans in one currency.',
  },
} as const satisfies Readonly<Record<string, ExplainedRejection>>;
