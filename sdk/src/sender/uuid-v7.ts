const digitsOf = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** A UUID of version 7 (RFC 9562): milliseconds since 1970, then chance, of which 10 bytes are taken. */
export function uuidV7(now: number, random: Uint8Array): string {
  const time = now.toString(16).padStart(12, '0');
  const chance = digitsOf(random);
  const variant = '89ab'.charAt(Number.parseInt(chance.charAt(3), 16) % 4);
  return [
    time.slice(0, 8),
    time.slice(8),
    `7${chance.slice(0, 3)}`,
    `${variant}${chance.slice(4, 7)}`,
    chance.slice(7, 19),
  ].join('-');
}
