import { millisecondsPer, type Timestamp, timestampOf } from '../../kernel/timestamp.ts';
import type { Collection } from '../collection.ts';
import type { StripeForm } from './api.ts';

/** Around the life of a collection, as clocks differ. */
const LEEWAY_MS = millisecondsPer.hour;

export const secondsOf = (instant: Timestamp): string =>
  String(Math.floor(instant / millisecondsPer.second));

/** Of a list: what was made while a collection was open. */
export const createdAround = ({
  preparedAt,
  expiresAt,
}: Pick<Collection, 'preparedAt' | 'expiresAt'>): StripeForm => [
  ['created[gte]', secondsOf(timestampOf(preparedAt - LEEWAY_MS))],
  ['created[lte]', secondsOf(timestampOf(expiresAt + LEEWAY_MS))],
];
