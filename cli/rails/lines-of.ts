const LINE_BYTES_MAX = 4_096;

/** Up to so many lines, as soon as they are there: a person at a terminal need not end the input. */
export async function linesOf(stdin: AsyncIterable<Uint8Array>, count: number): Promise<string[]> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of stdin) {
    text += decoder.decode(chunk, { stream: true });
    if (text.split('\n').length > count || text.length > LINE_BYTES_MAX) break;
  }
  const lines = text.split('\n').map((line) => line.trim());
  return lines.slice(0, count);
}
