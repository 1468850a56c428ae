import type { ExplainedRejection } from './explained-rejection.ts';

/** Refusals of payouts. */
export const payoutRejections = {
  'payout.method-invalid': {
    means: 'What a payee is to be paid by cannot be paid to.',
    fix: 'Correct what `detail` names: an IBAN, a BIC, a name, or an address in parts.',
  },
  'payout.method-missing': {
    means: 'Nobody has said how the payee is paid.',
    fix: 'Say it with `PUT /v1/payees/{key}/payout`.',
  },
  'payout.account-invalid': {
    means: 'The account that is to pay can be none.',
    fix: 'Correct `from` as `detail` says.',
  },
  'payout.account-missing': {
    means: 'It is not known from which account payees are paid over SEPA.',
    fix: 'Say `from` with `PUT /v1/payouts/settings`.',
  },
  'payout.day-invalid': {
    means: 'The day is none that payouts can be of.',
    fix: 'Give a day as `detail` says.',
  },
  'payout.nothing-to-pay': {
    means: 'No payee that was looked at can be paid now.',
    fix: 'Ask `GET /v1/payout-runs/proposal`: it says of each why not. Where `detail` names one to go on after, send it as `after`.',
  },
  'payout.run-not-found': {
    means: 'There is no run of payouts of this id.',
    fix: 'Take one of `GET /v1/payout-runs`.',
  },
  'payout.run-not-open': {
    means: 'The run is not in a state in which that can be done.',
    fix: 'Look at it with `GET /v1/payout-runs/{id}`: it is prepared, approved, submitted.',
  },
  'payout.same-key': {
    means: 'The key that prepared a run would approve it.',
    fix: 'Approve it with another key that has the scope `payouts:approve`.',
  },
  'payout.changed-meanwhile': {
    means: 'Others were changing the same at the same time, or have since it was looked at.',
    fix: 'Look at it again; then send the request again.',
  },
  'payout.no-file': {
    means: 'There is no file of the run for a bank, or none is given out any more.',
    fix: 'Keep the file that you have. A run by hand has none, nor has one of which nothing was taken.',
  },
  'payout.not-found': {
    means: 'There is no payout of this id or reference.',
    fix: 'Take one of the items of its run.',
  },
  'payout.amount-differs': {
    means: 'Another amount was paid, or came back, than the payout is of.',
    fix: 'Compare the entry with `detail`; tell of what is in several currencies one by one.',
  },
  'payout.told-otherwise': {
    means: 'It is known already that the payout is settled, or came back, by another entry.',
    fix: 'Look at both entries: a person has to say which of them is about this payout.',
  },
  'payout.outcome-unknown': {
    means: 'It is not known whether what was asked for was done.',
    fix: 'Send the same request again, with the same `Idempotency-Key`: nothing is done twice.',
  },
  'payout.contract-missing': {
    means: 'It is not known which contract pays.',
    fix: 'Say `contract` with `PUT /v1/payouts/settings`.',
  },
  'payout.contract-invalid': {
    means: 'The contract that is to pay is none, or pays in another token.',
    fix: 'Correct `contract` as `detail` says. The node of `rpc` must be of the same chain, and answer.',
  },
  'payout.contract-unknown': {
    means: 'The node of the chain did not say what the contract has.',
    fix: 'Send the same request again; look at the node where it stays so.',
  },
  'payout.contract-differs': {
    means: 'The contract has another root, or another token, than is known of here.',
    fix: 'Find out who committed it. Until then nobody else should commit: let the owner call `setCommitter`.',
  },
  'payout.contract-full': {
    means: 'One contract pays no more accounts than that.',
    fix: 'Deploy another, and name it in the settings. What the first one has is claimed from it as before.',
  },
  'payout.nothing-to-commit': {
    means: 'No payout waits for the contract.',
    fix: 'Prepare, approve and submit a run over `evm`; then ask again.',
  },
  'payout.commit-not-found': {
    means: 'There is no commit of this epoch for the contract.',
    fix: 'Take one of `GET /v1/payouts/commits`.',
  },
  'payout.no-claim': {
    means: 'The account was given nothing by a root that the contract has.',
    fix: 'Wait until the commit after its payout is final, or name the account that it was paid to.',
  },
  'payout.by-contract': {
    means: 'What a contract pays is told by the chain, and by nobody else: it never comes back.',
    fix: 'Let its commit be sent, and look at it with `POST /v1/payouts/commits/{epoch}/look`.',
  },
} as const satisfies Readonly<Record<string, ExplainedRejection>>;
