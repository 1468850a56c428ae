import type { ExplainedRejection } from './explained-rejection.ts';

/** Refusals of payees and shares. */
export const shareRejections = {
  'payee.not-found': {
    means: 'There is no payee of this key.',
    fix: 'Create it with `PUT /v1/payees/{key}`, or take one of `GET /v1/payees`.',
  },
  'payee.changed-meanwhile': {
    means: 'The payee is not as it was when it was looked at, or others were changing it.',
    fix: 'Read it again, and send what it is to become with its `revision`.',
  },
  'payee.claim-refused': {
    means: 'Under the key that was named so much does not wait, or it is the key of a payee.',
    fix: 'Take a key that usage names and that is no payee’s, and what `GET /v1/accounts?payee=` says of it.',
  },
  'payee-statement.not-found': {
    means: 'There is no statement of a payee with this id or number.',
    fix: 'Take one of `GET /v1/payees/{key}/statements`.',
  },
  'payee-statement.line-not-found': {
    means: 'The statement has no such line.',
    fix: 'Take one of those that `detail` lists.',
  },
  'payee-statement.no-ubl': {
    means:
      'The statement is not self-billed, or lacks what EN 16931 asks for of the payee, the seller or the taxes.',
    fix: 'Complete what `detail` lists, for the statements to come. PDF, CSV and JSON are there.',
  },
  'share.not-found': {
    means: 'There is no share of this key.',
    fix: 'Create it with `PUT /v1/shares/{key}`, those that are named first.',
  },
  'share.month-not-accrued': {
    means: 'Something of the month has changed that is not posted yet, or nobody has earned of it.',
    fix: 'Wait until `GET /v1/share-months/{month}` says `done`, then send it again.',
  },
  'share.month-not-found': {
    means:
      'Nobody has earned anything of the month: no payer’s is closed in which a share is in force.',
    fix: 'Wait until it is closed, or take one of `GET /v1/share-months`.',
  },
  'share.changed-meanwhile': {
    means: 'Others were changing the share at the same time.',
    fix: 'Send the request again.',
  },
  'share.usage-unsuited': {
    means: 'The meter neither counts nor sums, or has no such dimension.',
    fix: 'Name a meter whose usage is kept apart by what payees are named by; or define one.',
  },
  'share.usage-fixed': {
    means: 'What the share is of would be changed, or its basis.',
    fix: 'Leave `of` and `basis` as they are, or make another share.',
  },
  'share.versions-unordered': {
    means: 'Versions of the share do not stand by their days, or two have the same day.',
    fix: 'List them by `effectiveFrom`, ascending, each day once.',
  },
  'share.version-in-force': {
    means: 'A version of the share that has begun would be changed, left out or added.',
    fix: 'Keep it as it was, and add one from a later day.',
  },
  'share.split-invalid': {
    means: 'A split has fees of more than 100 percent, names itself by way of others, or too many.',
    fix: 'Change the split as `detail` says.',
  },
  'share.too-many': {
    means: 'There are as many shares as there may be.',
    fix: 'Let one share be of all values of a dimension, with the payee named by the value.',
  },
} as const satisfies Readonly<Record<string, ExplainedRejection>>;
