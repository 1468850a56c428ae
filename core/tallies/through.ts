/** A stream that is written to at one end and read from at the other, as zlib and csv-parse have them. */
interface Transforming {
  readonly destroyed: boolean;
  write(chunk: Uint8Array): boolean;
  end(): unknown;
  destroy(error?: Error): unknown;
  on(event: 'drain' | 'close', listener: () => void): unknown;
  off(event: 'drain' | 'close', listener: () => void): unknown;
}

/** What comes out of a stream of what is put into it; no more is held than it takes at a time. */
export async function* through<Out>(
  stream: Transforming,
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Out> {
  const fed = feed(stream, chunks);
  try {
    yield* stream as unknown as AsyncIterable<Out>;
  } finally {
    stream.destroy();
    await fed;
  }
}

/** What goes wrong with the chunks leaves the stream at its other end. */
async function feed(stream: Transforming, chunks: AsyncIterable<Uint8Array>): Promise<void> {
  try {
    for await (const chunk of chunks) {
      if (stream.destroyed) return;
      if (!stream.write(chunk)) await drained(stream);
    }
    if (!stream.destroyed) stream.end();
  } catch (error) {
    stream.destroy(error instanceof Error ? error : new Error(String(error)));
  }
}

const drained = (stream: Transforming): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      stream.off('drain', done);
      stream.off('close', done);
      resolve();
    };
    stream.on('drain', done);
    stream.on('close', done);
  });
