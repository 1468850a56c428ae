import { describe, expect, it } from '@jest/globals';
import {
  apiKeyFrom,
  apiKeyText,
  cursorKeyOf,
  isSecretOf,
  newApiKey,
  secretHashOf,
} from '../../../core/access/api-key.ts';
import type { Random } from '../../../core/kernel/random.ts';

const always = (byte: number): Random => ({ bytes: (count) => new Uint8Array(count).fill(byte) });

describe('an API key', () => {
  it.each([0, 1, 127, 255])('of random bytes %i reads back as it was written', (byte) => {
    const key = newApiKey('live', always(byte));

    const text = apiKeyText(key);

    expect(text).toMatch(/^ft_live_[0-9A-Za-z]{16}_[0-9A-Za-z]{43}$/);
    expect(apiKeyFrom(text)).toEqual(key);
  });

  it('keeps all 256 bits of its secret', () => {
    const secretFrom = (firstByte: number): string =>
      newApiKey('test', {
        bytes: (count) => new Uint8Array(count).fill(255, 1).fill(firstByte, 0, 1),
      }).secret;

    expect(secretFrom(255)).not.toBe(secretFrom(127));
    expect(secretFrom(255)).not.toBe(secretFrom(254));
  });

  it.each([
    '',
    'ft_live_',
    'ft_prod_0123456789ABCDEF_0123456789012345678901234567890123456789012',
    'ft_live_0123456789ABCDEF_012345678901234567890123456789012345678901',
    'ft_live_0123456789ABCDEF_01234567890123456789012345678901234567890123',
    'ft_live_0123456789ABCDE-_0123456789012345678901234567890123456789012',
    'FT_live_0123456789ABCDEF_0123456789012345678901234567890123456789012',
    ' ft_live_0123456789ABCDEF_0123456789012345678901234567890123456789012',
    'ft_live_0123456789ABCDEF_0123456789012345678901234567890123456789012\n',
  ])('is not %j', (text) => {
    expect(apiKeyFrom(text)).toBeUndefined();
  });

  it('is proved by its own secret only', () => {
    const hash = secretHashOf('right');

    expect(isSecretOf('right', hash)).toBe(true);
    expect(isSecretOf('wrong', hash)).toBe(false);
    expect(isSecretOf('right', hash.subarray(0, 31))).toBe(false);
    expect(isSecretOf('', hash)).toBe(false);
  });

  it('signs cursors with something that is neither its hash nor another key’s', () => {
    const hash = secretHashOf('a');

    expect(cursorKeyOf(hash)).toMatch(/^[\w-]{43}$/);
    expect(cursorKeyOf(hash)).not.toBe(Buffer.from(hash).toString('base64url'));
    expect(cursorKeyOf(hash)).not.toBe(cursorKeyOf(secretHashOf('b')));
  });
});
