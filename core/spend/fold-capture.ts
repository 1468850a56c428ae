import { type Decimal, decimalOf } from '../kernel/decimal.ts';
import { nanosOf } from '../kernel/money.ts';
import type { Timestamp } from '../kernel/timestamp.ts';
import type { Gated, GrantKind, PassUse, Priced } from './entry.ts';
import { usedByPass } from './fold-pass.ts';
import { type Grant, nothingCaptured, nothingDrawn, type SpendState } from './state.ts';
import { spendByToken, useOnDay } from './used.ts';
import { drawn, usedOfPass } from './wallet.ts';

/** Counts what was captured: of its domain with what passes covered, of its day and token without. */
export function foldCapture(
  state: SpendState,
  { gated, at }: { readonly gated: Gated; readonly at: Timestamp },
  {
    quantity,
    net,
    tax,
    byPass,
  }: Priced & {
    readonly quantity: Decimal;
    readonly byPass?: PassUse;
  },
  token: string | undefined,
): void {
  const { domain } = gated;
  const before = state.captured.get(domain) ?? nothingCaptured;
  state.captured.set(domain, {
    quantity: decimalOf(before.quantity + quantity),
    net: nanosOf(before.net + net + (byPass?.net ?? 0n)),
    tax: nanosOf(before.tax + tax + (byPass?.tax ?? 0n)),
  });
  const gross = nanosOf(net + tax);
  useOnDay(state, gated, { quantity, gross });
  const wallet = drawn(state, { gross, at });
  draw(state, domain, { ...wallet, grants: withoutPassUse(wallet.grants, byPass) });
  if (byPass !== undefined) usedByPass(state, domain, byPass);
  spendByToken(state, token, gross);
}

const withoutPassUse = (
  grants: readonly Grant[],
  { parts }: Pick<PassUse, 'parts'> = { parts: [] },
): readonly Grant[] =>
  parts.reduce(
    (left, { pass, net, tax }) => usedOfPass(left, { pass, gross: nanosOf(net + tax) }),
    grants,
  );

/** The wallet after a capture, and for which domain money was taken out of it. */
function draw(
  state: SpendState,
  domain: string,
  { grants, owed }: Pick<SpendState, 'grants' | 'owed'>,
): void {
  const taken = (isWanted: (kind: GrantKind) => boolean): bigint =>
    leftOf(state.grants, isWanted) - leftOf(grants, isWanted);
  const bought = taken((kind) => kind === 'bought');
  const given = taken((kind) => kind !== 'bought');
  state.grants = grants;
  state.owed = owed;
  if (bought === 0n && given === 0n) return;
  const before = state.drawn.get(domain) ?? nothingDrawn;
  const after = { bought: nanosOf(before.bought + bought), given: nanosOf(before.given + given) };
  state.drawn = new Map([...state.drawn, [domain, after]]);
}

const leftOf = (grants: readonly Grant[], isWanted: (kind: GrantKind) => boolean): bigint =>
  grants.reduce((sum, { kind, left }) => (isWanted(kind) ? sum + left : sum), 0n);
