import { describe, expect, it } from '@jest/globals';
import {
  auditQuestion,
  type Key,
  keyStanding,
  readableBody,
} from '../../console/src/pages/keys/key-standing.ts';

const now = Date.parse('2026-11-29T12:00:00Z');
const key: Key = {
  ...{
    keyId: 'k1',
    mode: 'live' as const,
    scopes: ['usage:read' as const],
    createdAt: '2026-01-01T00:00:00Z',
  },
  lastUsed: '2026-11-28',
};

describe('a key', () => {
  it('is in use until it ends or is revoked', () => {
    expect(keyStanding(key, now)).toBe('in use');
    expect(keyStanding({ ...key, expiresAt: '2026-11-29T12:00:00.001Z' }, now)).toBe('in use');
    expect(keyStanding({ ...key, expiresAt: '2026-11-29T12:00:00Z' }, now)).toBe('ended');
    expect(keyStanding({ ...key, revokedAt: '2026-11-01T00:00:00Z' }, now)).toBe('revoked');
  });

  it('that nobody has used for 90 days is told from others, though not one that is new', () => {
    const { lastUsed: _, ...never } = key;

    expect(keyStanding({ ...key, lastUsed: '2026-08-30' }, now)).toBe('not used');
    expect(keyStanding(never, now)).toBe('not used');
    expect(keyStanding({ ...never, createdAt: '2026-11-01T00:00:00Z' }, now)).toBe('in use');
  });
});

describe('the days of the audit', () => {
  it('are whole, with the last of them', () => {
    expect(auditQuestion({ from: '2026-02-01', to: '2026-02-28' })).toEqual({
      from: '2026-02-01T00:00:00Z',
      to: '2026-03-01T00:00:00Z',
    });
  });

  it('are left out where they are none', () => {
    expect(auditQuestion({ from: '', to: '2026-13-01' })).toEqual({});
  });
});

describe('what was sent', () => {
  it('is set in lines', () => {
    expect(readableBody('{"a":[1]}')).toBe('{\n  "a": [\n    1\n  ]\n}');
  });

  it.each(['{"a":12345678901234567890}', 'no JSON'])('is shown as it was sent: %s', (text) => {
    expect(readableBody(text)).toBe(text);
  });
});
