import { invariant } from '../../kernel/invariant.ts';
import { type Nanos, nanosFrom, nanosText } from '../../kernel/money.ts';
import type { PayerKey } from '../../kernel/payer.ts';
import { type StoredObject, storedObjectFrom } from '../../kernel/stored.ts';
import { type Timestamp, timestampOf } from '../../kernel/timestamp.ts';
import type { MonetizedRecord } from './record.ts';

/** What an address has paid, so far: what is below a minor unit waits here until there is more. */
export interface MonetizedTally {
  /** Of the chain; empty: of records that do not say who paid. */
  readonly address: string;
  readonly total: Nanos;
  /** What of it is in the books. */
  readonly booked: Nanos;
  /** What was added last, by ids: each is put among what is counted before anything further is added. */
  readonly adding: readonly { readonly id: string; readonly record: MonetizedRecord }[];
  /** What is being booked: it is gone on with as it is. */
  readonly booking: MonetizedBooking | undefined;
  readonly lastAt: Timestamp;
  /** From 1. */
  readonly revision: number;
}

/** A payment that goes into the books; the amount brings what is booked up to `upTo`. */
export interface MonetizedBooking {
  readonly payer: PayerKey;
  readonly upTo: Nanos;
  readonly at: Timestamp;
}

/** How far the records of a firewall are read. */
export interface MonetizedProgress {
  /** All up to there has been looked at. */
  readonly readTo: Timestamp;
  /** From there on it is looked at again: the oldest record that may still become money. */
  readonly waitsFrom: Timestamp | undefined;
  /** What is under way: where it is, and what it has found to look at again. */
  readonly pass: { readonly at: Timestamp; readonly waitsFrom: Timestamp | undefined } | undefined;
  readonly bookedTo: Timestamp;
  readonly revision: number;
}

const VERSION = 1;

export const tallyText = ({ total, booked, booking, ...others }: MonetizedTally): string =>
  JSON.stringify({
    version: VERSION,
    ...others,
    total: nanosText(total),
    booked: nanosText(booked),
    ...(booking === undefined ? {} : { booking: { ...booking, upTo: nanosText(booking.upTo) } }),
  });

/** The reverse of `tallyText`. Throws `InvariantViolation` for what is none. */
export function tallyFrom(text: string): MonetizedTally {
  const stored = storedObjectFrom(text, 'a tally');
  stored.version(VERSION);
  return {
    address: stored.text('address'),
    total: nanosIn(stored, 'total'),
    booked: nanosIn(stored, 'booked'),
    adding: stored
      .objects('adding')
      .map((one) => ({ id: one.text('id'), record: recordIn(one.object('record')) })),
    booking: stored.has('booking') ? bookingIn(stored.object('booking')) : undefined,
    lastAt: timestampOf(stored.integer('lastAt')),
    revision: stored.integer('revision'),
  };
}

const bookingIn = (stored: StoredObject): MonetizedBooking => ({
  payer: stored.text('payer') as PayerKey,
  upTo: nanosIn(stored, 'upTo'),
  at: timestampOf(stored.integer('at')),
});

function nanosIn(stored: StoredObject, name: string): Nanos {
  const amount = nanosFrom(stored.text(name));
  invariant(amount !== undefined, 'a tally has amounts');
  return amount;
}

export const progressText = (progress: MonetizedProgress): string =>
  JSON.stringify({ version: VERSION, ...progress });

/** The reverse of `progressText`. Throws `InvariantViolation` for what is none. */
export function progressFrom(text: string): MonetizedProgress {
  const stored = storedObjectFrom(text, 'the progress of records');
  stored.version(VERSION);
  return {
    readTo: timestampOf(stored.integer('readTo')),
    waitsFrom: instantIn(stored, 'waitsFrom'),
    pass: stored.has('pass') ? passIn(stored.object('pass')) : undefined,
    bookedTo: timestampOf(stored.integer('bookedTo')),
    revision: stored.integer('revision'),
  };
}

const passIn = (stored: StoredObject): NonNullable<MonetizedProgress['pass']> => ({
  at: timestampOf(stored.integer('at')),
  waitsFrom: instantIn(stored, 'waitsFrom'),
});

const instantIn = (stored: StoredObject, name: string): Timestamp | undefined =>
  stored.has(name) ? timestampOf(stored.integer(name)) : undefined;

export const recordText = (record: MonetizedRecord): string =>
  JSON.stringify({ version: VERSION, ...record });

/** The reverse of `recordText`. Throws `InvariantViolation` for what is none. */
export function recordFrom(text: string): MonetizedRecord {
  const stored = storedObjectFrom(text, 'a record of a firewall');
  stored.version(VERSION);
  return recordIn(stored);
}

function recordIn(stored: StoredObject): MonetizedRecord {
  const optional = (name: string) => (stored.has(name) ? stored.text(name) : undefined);
  return {
    at: timestampOf(stored.integer('at')),
    status: stored.text('status'),
    amount: stored.text('amount'),
    currency: optional('currency'),
    network: optional('network'),
    transaction: optional('transaction'),
    request: optional('request'),
    address: optional('address'),
    path: optional('path'),
  };
}
