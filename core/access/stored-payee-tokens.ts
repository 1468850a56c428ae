import { payeeTokenActions } from '../contract/route.ts';
import { invariant } from '../kernel/invariant.ts';
import { StoredObject } from '../kernel/stored.ts';
import { timestampOf } from '../kernel/timestamp.ts';
import type { PayeeToken, TokensOfPayee } from './payee-tokens.ts';

const WHAT = 'the tokens of a payee';
const VERSION = 1;

/** The tokens of a payee as JSON; their revision is kept beside it. */
export const payeeTokensJson = ({ payee, made, tokens }: TokensOfPayee): object => ({
  ...{ version: VERSION, payee, made },
  tokens: tokens.map(({ n, secretHash, actions, createdAt, endsAt }) => ({
    ...{ n, actions, createdAt, endsAt },
    hash: Buffer.from(secretHash).toString('base64url'),
  })),
});

/** The reverse of `payeeTokensJson`. Throws `InvariantViolation` for what no version of ours wrote. */
export function payeeTokensFrom(value: unknown, revision: number): TokensOfPayee {
  const stored = new StoredObject(value, WHAT);
  stored.version(VERSION);
  const tokens = stored.objects('tokens').map(tokenFrom);
  return { payee: stored.text('payee'), made: stored.integer('made'), revision, tokens };
}

const tokenFrom = (stored: StoredObject): PayeeToken => ({
  n: stored.integer('n'),
  secretHash: Buffer.from(stored.text('hash'), 'base64url'),
  actions: stored.texts('actions').map(actionFrom),
  createdAt: timestampOf(stored.integer('createdAt')),
  endsAt: timestampOf(stored.integer('endsAt')),
});

function actionFrom(text: string) {
  const action = payeeTokenActions.find((one) => one === text);
  invariant(action !== undefined, `a token of a payee is for what there is, got ${text}`);
  return action;
}
