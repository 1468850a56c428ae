import type { ExplainedRejection } from './explained-rejection.ts';

/** Refusals of what is asked for before it is used: holds, charges, budgets, wallets. */
export const spendRejections = {
  'budget.exceeded': {
    means: 'A budget of the payer does not have as much left as this can cost.',
    fix: 'Ask for less, wait until the budget begins anew (`resetsAt`), or raise it: `PUT /v1/payers/{payer}/budgets/{key}`.',
  },
  'budget.not-found': {
    means: 'The payer has no budget of this key.',
    fix: 'See `GET /v1/payers/{payer}/spend`.',
  },
  'budget.too-many': {
    means: 'The payer has as many budgets as there may be.',
    fix: 'Remove one that nobody needs any more.',
  },
  'wallet.empty': {
    means: 'The payer’s wallet does not have as much left as this can cost.',
    fix: 'Top it up: `POST /v1/payers/{payer}/wallet/top-ups`.',
  },
  'wallet.too-little': {
    means: 'So much is not left of what is to be taken out of the wallet.',
    fix: 'Take out less, or wait until holds have ended: what they keep cannot be paid back.',
  },
  'wallet.under-way': {
    means: 'Money of the wallet is under way, or is due: what was freed is not known yet.',
    fix: 'Do what the problem says first, or ask again later.',
  },
  'wallet.currency-differs': {
    means: 'The money is not in the currency of the payer’s plan, or of its wallet or budget.',
    fix: 'Give an amount in that currency: nothing is converted.',
  },
  'grant.not-found': {
    means: 'The payer’s wallet has no such money.',
    fix: 'See `GET /v1/payers/{payer}/wallet`.',
  },
  'grant.too-many': {
    means: 'The wallet has as many grants with money left as there may be.',
    fix: 'Grant more at a time, and less often.',
  },
  'charge.not-found': {
    means: 'Nothing was charged under this id that the caller may see, or it cost nothing.',
    fix: 'Give the id of a charge, or of a hold that was captured.',
  },
  'tip.meter-unsuited': {
    means:
      'Tips cannot be charged by this meter as it is or is priced, or what was read names nobody by its dimensions.',
    fix: 'Take a meter of aggregation `sum` with `chargedOnly`, and price it at 1 a unit, with nothing included, no minimum and no maximum. Tip what says whose it is.',
  },
  'top-up.off': {
    means: 'The seller lets no payer put money into a wallet over a rail.',
    fix: 'Whoever sells sets `topUps` in the billing settings.',
  },
  'top-up.amount-invalid': {
    means: 'It is less or more than the seller lets a payer put in at once.',
    fix: 'Give an amount between those that the problem says.',
  },
  'top-up.too-many': {
    means: 'As many top-ups of the wallet are open, or were begun within a day, as there may be.',
    fix: 'Pay one that is open, or wait until it ends: `GET /v1/payers/{payer}/wallet/top-ups`.',
  },
  'refill.nothing-kept': {
    means: 'The rail has kept nothing by which the wallet could be refilled without its payer.',
    fix: 'Let the payer top up once with `keep: true`. Once that is booked, ask again.',
  },
  'refill.monthly-invalid': {
    means: 'What may be put in of a month is less than what is put in at once.',
    fix: 'Give a `monthly` that is no less than the `amount`.',
  },
  'top-up.not-found': {
    means: 'No such top-up of the payer was asked for over a rail.',
    fix: 'See `GET /v1/payers/{payer}/wallet/top-ups`. What was told by hand is a grant.',
  },
  'refund.off': {
    means: 'The seller gives back no views, or does not let payers pay themselves back.',
    fix: 'Whoever sells sets `viewRefunds`, or `refundable` of `topUps`, in the billing settings; or does it with a key.',
  },
  'refund.too-late': {
    means: 'It was charged longer ago than the seller gives views back for.',
    fix: 'Ask whoever sells: money can be granted into the wallet by hand.',
  },
  'refund.too-many': {
    means:
      'As many views were given back on this day of the payer as the seller allows; or as many refunds of its wallet are open, or were begun within a day, as there may be.',
    fix: 'Ask again once one of them is over, or on another day.',
  },
  'refund.no-rail': {
    means: 'The money came over a rail that pays nothing back by itself.',
    fix: 'Pay it back by hand, and give the `rail` and the `reference` of that.',
  },
  'refund.no-wallet': {
    means: 'The payer has no wallet, into which the amount could come back.',
    fix: 'Once it is invoiced, credit the invoice. A payer that pays before has a wallet.',
  },
  'hold.not-found': {
    means: 'There is no such hold of this tenant.',
    fix: 'Give the id that `POST /v1/holds` answered.',
  },
  'hold.closed': {
    means: 'The hold was captured or released already, in another way than is asked for now.',
    fix: 'Nothing more happens to it. Hold anew what is still to be used.',
  },
  'hold.expired': {
    means:
      'The hold had ended, and what is to be captured does not fit any more. Nothing is billed.',
    fix: 'Hold anew, with a later end: `expiresIn`.',
  },
  'hold.too-many': {
    means: 'The payer has as many open holds as there may be.',
    fix: 'Capture or release some, or hold many units in one lease.',
  },
  'hold.quantity-invalid': {
    means: 'The quantity is not one that this meter can take, or is more than is held.',
    fix: 'Give a quantity above zero; whole units of a meter that counts, and one for a charge of it.',
  },
  'hold.subject-missing': {
    means:
      'The payer has several subjects, or none, and the request does not say whose usage it is.',
    fix: 'Give `subject`: one that the payer pays for now.',
  },
  'hold.meter-not-gated': {
    means: 'What this costs cannot be told before it is used.',
    fix: 'Give a meter that counts or sums, that the payer’s plan has a price for by quantity, and data that its filter takes.',
  },
  'hold.several-meters': {
    means:
      'The event would be counted by another meter too, which the payer’s plan has a price for.',
    fix: 'Give data that only this meter reads, or record the event without a hold.',
  },
  'token.refused': {
    means: 'The token of the payer or the payee is unknown, revoked or at its end.',
    fix: 'Ask whoever sells for a new one.',
  },
  'token.not-allowed': {
    means:
      'The token is not for this. A token with a limit changes no budgets, and none makes tokens.',
    fix: 'Use a token whose `actions` have it, or an API key.',
  },
  'token.in-url': {
    means: 'A token stands in the address of the request. Nothing was done.',
    fix: 'Send it in the `Authorization` header, and revoke this one: addresses are written down on their way.',
  },
  'token.limit-exceeded': {
    means: 'The token does not have as much left as this can cost.',
    fix: 'Ask whoever sells for another token, or for less.',
  },
  'token.end-invalid': {
    means: 'The token would be at its end already, or more than 30 days from now.',
    fix: 'Give `expiresIn` of at most 30 days, in seconds.',
  },
  'token.too-many': {
    means: 'The payer or the payee has as many tokens as there may be.',
    fix: 'Revoke one that nobody needs any more.',
  },
  'token.not-found': {
    means: 'The payer or the payee has no such token.',
    fix: 'See `GET /v1/payers/{payer}/tokens`, or that of the payee.',
  },
  'receipt.not-found': {
    means: 'Nothing was charged under this id that the caller may see.',
    fix: 'Give the `receiptId` of a charge, as `GET /v1/payers/{payer}/charges` and captures answer it.',
  },
  'receipt.unsigned': {
    means: 'The keys cannot be asked at the moment. What was charged is charged all the same.',
    fix: 'Ask again, after `Retry-After`: the receipt is made of the log whenever it is asked for.',
  },
  'log.not-found': {
    means: 'There is no such log, or tile of it, or not yet; or no log is kept here.',
    fix: 'Ask for a year in which the tenant has documents. Logs are kept where `farthing:logHost` is set.',
  },
  'log.unsigned': {
    means: 'The key of the log cannot be asked at the moment.',
    fix: 'Ask again, after `Retry-After`. Checkpoints and proofs are there all the same.',
  },
  'checkpoint.malformed': {
    means:
      'What a witness was sent is no request of C2SP tlog-witness, or its old size is the larger one.',
    fix: 'Send `old` and a size, the hashes, an empty line, and the signed checkpoint.',
  },
  'checkpoint.unsigned': {
    means: 'No key that the witness knows of the log has signed the checkpoint.',
    fix: 'Check `farthing:witnessedLogs` against the key that the log publishes.',
  },
  'checkpoint.unproven': {
    means: 'The hashes do not prove that the log grew from the checkpoint that was cosigned last.',
    fix: 'Send the proof of RFC 6962, 2.1.2, from that size. Where it is one, the log was changed: `ForksWitnessed` tells of it.',
  },
  'proof.not-yet': {
    means: 'The log is written behind the books, and has not come to the document.',
    fix: 'Ask again in some minutes. `LogBehind` is an alarm for a log that stays behind.',
  },
  'proof.erased': {
    means: 'Whom the document is of was erased: the log has a commitment that nobody can open.',
    fix: 'Nothing: proofs of others hold as before.',
  },
  'proof.size-unknown': {
    means: 'The log has not so many entries, or the sizes are the wrong way round.',
    fix: 'Give sizes from 1 to that of the checkpoint, the earlier one as `from`.',
  },
  'spend.busy': {
    means: 'Too many requests for this payer at once. Nothing was held or charged.',
    fix: 'Send the same request again, after `Retry-After`.',
  },
  'spend.too-many': {
    means:
      'The payer was asked for so much within two days that no more can be kept apart from repeats.',
    fix: 'Hold many units in one lease, and capture them in parts.',
  },
} as const satisfies Readonly<Record<string, ExplainedRejection>>;
