import { type RecipientBody, type ShareBody, shareBody } from '../contract/shares/shapes.ts';
import { decimalFrom } from '../kernel/decimal.ts';
import { invariant } from '../kernel/invariant.ts';
import { parsed } from '../kernel/parsed.ts';
import { Rejection } from '../kernel/rejection.ts';
import { localStart, utc } from '../kernel/time-zone.ts';
import type { ShareRecord } from './ports.ts';
import type { PartOf, Recipient, RecipientOf, Share, ShareVersion } from './share.ts';

/** 100 %, at 1e-12. */
const ALL = 100n * 10n ** 12n;

/**
 * The body of a `PUT /v1/shares/{key}`, checked by itself.
 * @throws Rejection `request.invalid`, `share.versions-unordered`, `share.split-invalid`
 */
export function shareFrom(key: string, json: unknown): { body: ShareBody; share: Share } {
  const body = parsed(shareBody, json);
  const share = shareOf(key, body);
  for (const [index, version] of share.versions.entries()) {
    refuseDisorder(share.versions[index - 1], version, `/versions/${index}`);
    refuseTooMuch(version, `/versions/${index}/split`);
  }
  return { body, share };
}

/** A share as it was put. */
export const storedShare = ({ key, body }: ShareRecord): Share => shareOf(key, body);

const shareOf = (key: string, { of, basis = 'list', versions }: ShareBody): Share => ({
  key,
  of: of === undefined ? undefined : usageOf(of),
  basis,
  versions: versions.map(({ effectiveFrom, split }) => ({
    effectiveFrom,
    split: split.map(recipientFrom),
  })),
});

const usageOf = ({ meter, dimension, values }: NonNullable<ShareBody['of']>) => ({
  meter,
  dimension,
  ...(values === undefined ? {} : { values: new Set(values) }),
});

function recipientFrom(body: RecipientBody): Recipient {
  return { ...toWhom(body), part: partFrom(body) };
}

function toWhom(body: RecipientBody): RecipientOf {
  switch (body.to) {
    case 'payee':
      return { to: 'payee', payee: body.payee };
    case 'share':
      return { to: 'share', share: body.share };
    case 'value':
    case 'platform':
      return { to: body.to };
  }
}

function partFrom({ shares, feePercent }: RecipientBody): PartOf {
  if (shares !== undefined) return { of: 'shares', count: BigInt(shares) };
  const percent = decimalFrom(feePercent ?? '');
  invariant(percent !== undefined, 'a part has shares, or a percentage');
  return { of: 'fee', percent };
}

function refuseDisorder(
  before: ShareVersion | undefined,
  { effectiveFrom }: ShareVersion,
  param: string,
): void {
  if (localStart(effectiveFrom, utc) === undefined) {
    const detail = `${param}/effectiveFrom: give a day of the calendar from 1970 on, got ${effectiveFrom}`;
    throw new Rejection('request.invalid', detail, { param: `${param}/effectiveFrom` });
  }
  if (before === undefined || before.effectiveFrom < effectiveFrom) return;
  const detail = `${param}/effectiveFrom: list versions by the day they come into force, each once, got ${effectiveFrom} after ${before.effectiveFrom}`;
  throw new Rejection('share.versions-unordered', detail, { param: `${param}/effectiveFrom` });
}

function refuseTooMuch({ split }: ShareVersion, param: string): void {
  const fees = split.reduce((sum, { part }) => (part.of === 'fee' ? sum + part.percent : sum), 0n);
  if (fees <= ALL) return;
  const detail = `${param}: keep all feePercent together within 100`;
  throw new Rejection('share.split-invalid', detail, { param });
}
