import { describe, expect, it } from '@jest/globals';
import { openedCursor, sealedCursor } from '../../../core/access/cursor.ts';
import { rejectionOf } from '../../support/rejection-of.ts';

const signer = { tenant: 'acme', cursorKey: 'k1' };
const list = 'GET /v1/quarantine status=open';

describe('a list cursor', () => {
  it.each(['', 'a', '#|😀 "', 'x'.repeat(2048)])('gives back the position %j', (position) => {
    const cursor = sealedCursor(signer, list, position);

    expect(cursor).toMatch(/^[\w-]*\.[\w-]{43}$/);
    expect(openedCursor(signer, list, cursor)).toBe(position);
  });

  const cursor = sealedCursor(signer, list, 'entry-7');
  const [position = '', signature = ''] = cursor.split('.');
  const forged = Buffer.from('entry-8').toString('base64url');
  it.each([
    ['of another tenant', { ...signer, tenant: 'other' }, list, cursor],
    ['of another key', { ...signer, cursorKey: 'k2' }, list, cursor],
    ['of another list', signer, 'GET /v1/quarantine status=all', cursor],
    ['with another position', signer, list, `${forged}.${signature}`],
    ['without a signature', signer, list, position],
    ['with half a signature', signer, list, `${position}.${signature.slice(0, 20)}`],
    ['with something behind it', signer, list, `${cursor}.x`],
    ['that is none', signer, list, 'page 2'],
    ['that is empty', signer, list, ''],
    ['that is huge', signer, list, 'a'.repeat(1_000_000)],
  ])('%s is refused', (_case, by, fingerprint, text) => {
    expect(rejectionOf(() => openedCursor(by, fingerprint, text))).toMatchObject({
      code: 'request.bad-cursor',
      param: 'cursor',
      detail: expect.stringContaining('drop it to start over'),
    });
  });

  it('does not read two ways: a tenant cannot lean on the fingerprint', () => {
    const sealed = sealedCursor({ tenant: 'a', cursorKey: 'k' }, '","b', 'p');

    expect(
      rejectionOf(() => openedCursor({ tenant: 'a","', cursorKey: 'k' }, 'b', sealed)).code,
    ).toBe('request.bad-cursor');
  });
});
