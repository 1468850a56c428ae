import { Rejection } from '../kernel/rejection.ts';
import { shareNotFound } from './not-found.ts';
import { DEPTH_MAX, type Share } from './share.ts';

/** So many parts a share has at most, of all its versions and of the shares that they name. */
const PARTS_MAX = 2_000;

/**
 * Refuses a share that names one that is not there, itself by way of others, or more than can be divided.
 * @throws Rejection `share.not-found`, `share.split-invalid`
 */
export function refuseTangled(share: Share, others: ReadonlyMap<string, Share>): void {
  const known = new Map(others).set(share.key, share);
  let parts = 0;
  const visit = (one: Share, path: readonly string[]): void => {
    refusePath([...path, one.key]);
    const recipients = one.versions.flatMap(({ split }) => split);
    parts += recipients.length;
    if (parts > PARTS_MAX) {
      throw invalid(
        `name fewer payees: with the shares that it names it has more than ${PARTS_MAX} parts`,
      );
    }
    for (const recipient of recipients) {
      if (recipient.to !== 'share') continue;
      const nested = known.get(recipient.share);
      if (nested === undefined) throw shareNotFound(recipient.share, '/versions');
      visit(nested, [...path, one.key]);
    }
  };
  visit(share, []);
}

function refusePath(path: readonly string[]): void {
  if (path.indexOf(path.at(-1) ?? '') < path.length - 1) {
    throw invalid(`name no share that names it: ${path.join(' names ')}`);
  }
  if (path.length > DEPTH_MAX) {
    throw invalid(`name shares at most ${DEPTH_MAX} deep, got ${path.join(', then ')}`);
  }
}

const invalid = (detail: string): Rejection =>
  new Rejection('share.split-invalid', `/versions: ${detail}`, { param: '/versions' });
