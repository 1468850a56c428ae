import { createHmac } from 'node:crypto';
import { invariant } from '../../kernel/invariant.ts';
import type { Random } from '../../kernel/random.ts';
import { partitionOf } from '../log/log-key.ts';

const PREFIX = 'pseudonym:';
const PSEUDONYM = /^pseudonym:[A-Za-z0-9_-]{16}$/;
/** 96 bits: of a thousand million subjects, no two are likely to share one. */
const PSEUDONYM_BYTES = 12;
const SALT_BYTES = 16;
/** One of 64 falls into the partition of its subject. */
const TRIES_MAX = 10_000;

/**
 * What stands for a subject where its usage is kept: HMAC-SHA-256 (RFC 2104) of tenant and subject under the salt.
 * Without the salt nobody can tell whose it is, even who guesses the subject.
 */
export function pseudonymOf(tenant: string, subject: string, salt: Uint8Array): string {
  const code = createHmac('sha256', salt)
    .update(JSON.stringify([tenant, subject]))
    .digest();
  return PREFIX + code.subarray(0, PSEUDONYM_BYTES).toString('base64url');
}

/** Whether a subject is a pseudonym already: an event that comes back from quarantine has one. */
export const isPseudonym = (subject: string): boolean => PSEUDONYM.test(subject);

/**
 * A new salt, under which the pseudonym is in the partition of its subject. So an event has one log, whatever salt its
 * subject has at the time, and is found there when it comes again after the salt was dropped.
 */
export function newSalt(random: Random, tenant: string, subject: string): Uint8Array {
  const partition = partitionOf(subject);
  for (let count = 0; count < TRIES_MAX; count += 1) {
    const salt = random.bytes(SALT_BYTES);
    if (partitionOf(pseudonymOf(tenant, subject, salt)) === partition) return salt;
  }
  invariant(false, `one of ${TRIES_MAX} random salts puts a pseudonym into a given partition`);
}
