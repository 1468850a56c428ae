import { describe, expect, it } from '@jest/globals';
import { type AuditEntry, auditId } from '../../../core/access/audit/audit-log.ts';
import {
  askedBody,
  auditedChange,
  type CallersChange,
  type KeyedAuditPorts,
} from '../../../core/access/audit/audited.ts';
import type { StoredKey } from '../../../core/access/keys.ts';
import { Rejection } from '../../../core/kernel/rejection.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { inMemoryAuditLog } from '../../fakes/audit-log.ts';
import { anAudit } from '../../support/an-audit.ts';

const now = timestampOf(1_795_340_580_000);
const caller = { tenant: 'acme', keyId: 'key1', scopes: ['admin'], cursorKey: 'c' };
const change = {
  caller,
  actor: 'ada@shop.example',
  action: 'PUT /v1/plans/{key}',
  target: '/v1/plans/reader',
  requestId: 'r1',
  body: askedBody('{"currency":"EUR"}', 'whole'),
};

function anOffice(fields: Partial<KeyedAuditPorts> = {}) {
  const audit = inMemoryAuditLog();
  const done: string[] = [];
  const unanswered: string[] = [];
  const ports = anAudit({
    audit,
    clock: { now: () => now },
    unanswered: ({ id }) => {
      unanswered.push(id);
    },
    ...fields,
  });
  const entries = async (): Promise<readonly AuditEntry[]> => {
    const range = { from: timestampOf(0), to: timestampOf(now + 1), before: undefined, limit: 9 };
    return (await audit.list('acme', range)).entries;
  };
  const ask = (act: () => Promise<number>, asked: CallersChange = change) =>
    auditedChange(
      ports,
      asked,
      async () => {
        done.push(...(await entries()).map(({ answered }) => String(answered?.status)));
        return act();
      },
      (status) => status,
    );
  return { audit, ask, entries, done, unanswered };
}

describe('a change that a payer asks for with a token', () => {
  it('is in the audit by the id of the token, which is looked up in its decision alone', async () => {
    const { ask, entries } = anOffice();
    const keyId = 'kR3vZ0QdC9yqUe2rT1hLnA.1.0';

    const answer = await ask(async () => 200, {
      ...change,
      caller: { ...caller, keyId, scopes: [], payer: 'press' },
    });

    expect(answer).toBe(200);
    expect(await entries()).toMatchObject([{ keyId, answered: { status: 200 } }]);
  });
});

describe('a change', () => {
  it('is in the audit before it is done, and what was answered after it', async () => {
    const { ask, entries, done } = anOffice();

    expect(await ask(async () => 201)).toBe(201);

    expect(done).toEqual(['undefined']);
    expect(await entries()).toEqual([
      {
        id: auditId(now, 'r1'),
        tenant: 'acme',
        at: now,
        keyId: 'key1',
        actor: 'ada@shop.example',
        action: 'PUT /v1/plans/{key}',
        target: '/v1/plans/reader',
        body: {
          sha256: 'f2fd0a823b2e34bd89358f390fa1c4661c8d60815084c2b3a63f210e7affde28',
          text: '{"currency":"EUR"}',
        },
        answered: { status: 201, code: undefined },
      },
    ]);
  });

  it('that is refused is in the audit, with why', async () => {
    const { ask, entries } = anOffice();
    const refused = ask(() => {
      throw new Rejection('plan.version-in-force', 'add a version from a later day');
    });

    await expect(refused).rejects.toThrow('add a version');
    expect(await entries()).toMatchObject([
      { answered: { status: 409, code: 'plan.version-in-force' } },
    ]);
  });

  it('that fails is in the audit without an answer: nobody knows how far it came', async () => {
    const { ask, entries } = anOffice();
    const failed = ask(() => {
      throw new Error('the table does not answer');
    });

    await expect(failed).rejects.toThrow('the table does not answer');
    expect(await entries()).toMatchObject([{ answered: undefined }]);
  });

  it('is not done where it cannot be written down', async () => {
    const audit = {
      ...inMemoryAuditLog(),
      ask: () => Promise.reject(new Error('the table does not answer')),
    };
    const { ask, done } = anOffice({ audit });

    await expect(ask(async () => 200)).rejects.toThrow('the table does not answer');
    expect(done).toEqual([]);
  });

  it('is answered as it is, where only the answer cannot be written down', async () => {
    const audit = inMemoryAuditLog();
    const { ask, unanswered } = anOffice({
      audit: { ask: audit.ask, answer: () => Promise.reject(new Error('no')) },
    });

    expect(await ask(async () => 200)).toBe(200);
    expect(unanswered).toEqual([auditId(now, 'r1')]);
  });

  const aKey: StoredKey = {
    keyId: 'key1',
    tenant: 'acme',
    mode: 'test',
    secretHash: new Uint8Array(32),
    scopes: ['admin'],
    name: undefined,
    createdAt: timestampOf(0),
    expiresAt: undefined,
    revokedAt: undefined,
  };
  it.each([
    ['was revoked a moment ago', { ...aKey, revokedAt: timestampOf(now - 1) }],
    ['ends now', { ...aKey, expiresAt: now }],
    ['is no more', undefined],
  ])('is refused to a key that %s, and leaves no entry', async (_, key) => {
    const { ask, entries, done } = anOffice({ keys: { find: async () => key } });

    await expect(ask(async () => 200)).rejects.toMatchObject({ code: 'key.revoked' });
    expect([done, await entries()]).toEqual([[], []]);
  });
});

describe('a body', () => {
  it('is kept whole up to 16,384 characters, and by its digest beyond', () => {
    expect(askedBody('x'.repeat(16_384), 'whole').text).toHaveLength(16_384);
    expect(askedBody('x'.repeat(16_385), 'whole').text).toBeUndefined();
  });

  it('is kept by its digest where another log has what it says', () => {
    expect(askedBody('abc', 'digest')).toEqual({
      sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
      text: undefined,
    });
  });
});
