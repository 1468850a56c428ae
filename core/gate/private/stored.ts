import { keptPrivatePass } from '../../contract/private-passes/shapes.ts';
import { currencyFrom } from '../../kernel/currency.ts';
import { invariant } from '../../kernel/invariant.ts';
import { type Nanos, nanosOf } from '../../kernel/money.ts';
import { StoredObject } from '../../kernel/stored.ts';
import { storedAs } from '../../kernel/stored-as.ts';
import { timestampOf } from '../../kernel/timestamp.ts';
import type {
  BegunSale,
  EpochPlace,
  PassEpoch,
  PassSale,
  PrivatePassRecord,
  SpentToken,
} from './ports.ts';

/** Throws `InvariantViolation` for what no version of ours wrote. */
export const storedPrivatePass = (value: unknown): PrivatePassRecord['body'] =>
  storedAs(keptPrivatePass, value, 'a private pass');

const VERSION = 1;

/** As each is kept: JSON, with money in whole nanos as text, and times in milliseconds since 1970. */
const text = (value: object): string => JSON.stringify({ version: VERSION, ...value });

function objectIn(stored: string, what: string): StoredObject {
  const object = new StoredObject(JSON.parse(stored), what);
  object.version(VERSION);
  return object;
}

const placeIn = (object: StoredObject): EpochPlace => ({
  tenant: object.text('tenant'),
  pass: object.text('pass'),
  month: object.month('month'),
});

const nanosIn = (object: StoredObject, name: string): Nanos => nanosOf(BigInt(object.text(name)));

export const epochText = ({ spki, price, ...epoch }: PassEpoch): string =>
  text({ ...epoch, spki: Buffer.from(spki).toString('base64url'), price: price.toString() });

export function epochFrom(stored: string): PassEpoch {
  const object = objectIn(stored, 'an epoch of a private pass');
  const currency = currencyFrom(object.text('currency'));
  invariant(currency !== undefined, 'an epoch has a currency');
  return {
    ...placeIn(object),
    keyId: object.text('keyId'),
    spki: Buffer.from(object.text('spki'), 'base64url'),
    meter: object.text('meter'),
    issuer: object.text('issuer'),
    price: nanosIn(object, 'price'),
    currency,
    crowd: object.integer('crowd'),
    endsAt: timestampOf(object.integer('endsAt')),
  };
}

export const saleText = ({ amount, ...sale }: PassSale): string =>
  text({ ...sale, amount: amount.toString() });

const states: Readonly<Record<PassSale['state'], true>> = {
  begun: true,
  paid: true,
  refused: true,
};
const isState = (state: string): state is PassSale['state'] => Object.hasOwn(states, state);

export function saleFrom(stored: string): PassSale {
  const object = objectIn(stored, 'a sale of private tokens');
  const state = object.text('state');
  invariant(isState(state), 'a sale of private tokens has a state');
  return {
    ...placeIn(object),
    sale: object.text('sale'),
    revision: object.integer('revision'),
    state,
    units: object.integer('units'),
    amount: nanosIn(object, 'amount'),
    grant: object.text('grant'),
    buyer: object.text('buyer'),
  };
}

export const begunText = (sale: BegunSale): string => text(sale);

export function begunFrom(stored: string): BegunSale {
  const object = objectIn(stored, 'a sale that was begun');
  return {
    ...placeIn(object),
    sale: object.text('sale'),
    payer: object.text('payer'),
    at: timestampOf(object.integer('at')),
  };
}

export const spentText = (token: SpentToken): string => text(token);

export function spentFrom(stored: string): SpentToken {
  const object = objectIn(stored, 'a private token that was used');
  return {
    ...placeIn(object),
    token: object.text('token'),
    revision: object.integer('revision'),
    by: object.text('by'),
    at: timestampOf(object.integer('at')),
    keptUntil: timestampOf(object.integer('keptUntil')),
    ...(object.has('released') ? { released: object.integer('released') } : {}),
  };
}
