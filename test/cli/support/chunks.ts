/** `content` in chunks of `size` bytes, so that lines are cut anywhere. */
export async function* chunksOf(
  content: string | Buffer,
  size: number,
): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(content);
  for (let start = 0; start < bytes.length; start += size) {
    yield await Promise.resolve(bytes.subarray(start, start + size));
  }
}
