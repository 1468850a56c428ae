import { type KeyMode, keyModes } from '../../core/access/api-key.ts';
import type { RejectionCode } from '../../core/contract/rejection-codes.ts';
import { type Scope, scopes } from '../../core/contract/route.ts';
import { nearestOf } from '../../core/kernel/nearest.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import { type Timestamp, timestampFrom } from '../../core/kernel/timestamp.ts';

/** What an operator may ask for. */
export type KeyRequest =
  | {
      readonly action: 'create';
      readonly tenant: string;
      readonly scopes: readonly Scope[];
      /** Undefined: as the deployment is set up. */
      readonly mode: KeyMode | undefined;
      readonly name: string | undefined;
      /** Undefined where it has no end. */
      readonly expiresAt: Timestamp | undefined;
      readonly actor: string | undefined;
    }
  | { readonly action: 'list'; readonly tenant: string }
  | {
      readonly action: 'revoke';
      readonly keyId: string;
      /** Where given, a key of another tenant is not found. */
      readonly tenant: string | undefined;
      readonly actor: string | undefined;
    };

const fieldsOf = {
  create: ['action', 'tenant', 'scopes', 'mode', 'name', 'expiresAt', 'actor'],
  list: ['action', 'tenant'],
  revoke: ['action', 'keyId', 'tenant', 'actor'],
} as const satisfies Record<KeyRequest['action'], readonly string[]>;

const TEXT_BYTES_MAX = 256;
const TENANT = /^[ -~]{1,128}$/;

type Fields = Readonly<Record<string, unknown>>;

/** What an invocation asks for. @throws Rejection that says what to write instead. */
export function keyRequestFrom(payload: unknown): KeyRequest {
  if (!isFields(payload)) {
    throw invalid(
      'invoke with a JSON object such as {"action": "list", "tenant": "acme"}, got something else',
    );
  }
  const action = oneOf(payload, 'action', Object.keys(fieldsOf) as KeyRequest['action'][]);
  refuseUnknownFields(payload, action);
  switch (action) {
    case 'create':
      return {
        action,
        tenant: tenantIn(payload),
        scopes: scopesIn(payload['scopes']),
        mode: payload['mode'] === undefined ? undefined : oneOf(payload, 'mode', keyModes),
        name: optionalText(payload, 'name'),
        expiresAt: instantIn(payload, 'expiresAt'),
        actor: optionalText(payload, 'actor'),
      };
    case 'list':
      return { action, tenant: tenantIn(payload) };
    case 'revoke':
      return {
        action,
        keyId: text(payload, 'keyId'),
        tenant: payload['tenant'] === undefined ? undefined : tenantIn(payload),
        actor: optionalText(payload, 'actor'),
      };
  }
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function oneOf<Word extends string>(fields: Fields, name: string, words: readonly Word[]): Word {
  const word = words.find((each) => each === fields[name]);
  if (word !== undefined) return word;
  throw invalid(`set ${name} to ${words.join(' or ')}, got ${got(fields[name])}`, `/${name}`);
}

function refuseUnknownFields(fields: Fields, action: KeyRequest['action']): void {
  const known: readonly string[] = fieldsOf[action];
  for (const name of Object.keys(fields)) {
    if (known.includes(name)) continue;
    const near = nearestOf(name, known);
    const hint = near === undefined ? '' : ` (did you mean ${near})`;
    throw invalid(
      `remove ${JSON.stringify(name)}${hint}: ${action} takes ${known.join(', ')}`,
      `/${name}`,
      'request.unknown-field',
    );
  }
}

function text(fields: Fields, name: string): string {
  const value = fields[name];
  const fits =
    typeof value === 'string' &&
    value !== '' &&
    value.isWellFormed() &&
    !/\p{Cc}/u.test(value) &&
    Buffer.byteLength(value) <= TEXT_BYTES_MAX;
  if (fits) return value;
  throw invalid(
    `set ${name} to a string of 1 to ${TEXT_BYTES_MAX} bytes without control characters, got ${got(value)}`,
    `/${name}`,
  );
}

const optionalText = (fields: Fields, name: string): string | undefined =>
  fields[name] === undefined ? undefined : text(fields, name);

function instantIn(fields: Fields, name: string): Timestamp | undefined {
  const value = fields[name];
  if (value === undefined) return undefined;
  const instant = typeof value === 'string' ? timestampFrom(value) : undefined;
  if (instant !== undefined) return instant;
  throw invalid(
    `set ${name} to a time such as 2027-01-01T00:00:00Z, got ${got(value)}`,
    `/${name}`,
  );
}

/** A tenant's name travels in messages, logs and headers, which are particular about characters. */
function tenantIn(fields: Fields): string {
  const tenant = fields['tenant'];
  if (typeof tenant === 'string' && TENANT.test(tenant)) return tenant;
  throw invalid(
    `set tenant to 1 to 128 printable ASCII characters (space to ~), got ${got(tenant)}`,
    '/tenant',
  );
}

function scopesIn(value: unknown): readonly Scope[] {
  const asked: readonly unknown[] = Array.isArray(value) ? value : [];
  const unknown = asked.find((scope) => !scopes.some((each) => each === scope));
  if (asked.length === 0 || unknown !== undefined) {
    throw invalid(
      `set scopes to a list of some of ${scopes.join(', ')}, got ${got(unknown ?? value)}`,
      '/scopes',
    );
  }
  return scopes.filter((scope) => asked.includes(scope));
}

/** As much of what was sent as belongs in an error. */
const got = (value: unknown): string =>
  value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 80).toWellFormed();

const invalid = (
  detail: string,
  param?: string,
  code: RejectionCode = 'request.invalid',
): Rejection => new Rejection(code, detail, param === undefined ? {} : { param });
