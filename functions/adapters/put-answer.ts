const answerMsMax = 10_000;

/**
 * Puts an answer to where CloudFormation wants it, and answers the status. Nobody else gives such an address, and it is
 * signed for a request without a content type.
 */
export async function putAnswer(address: string, answer: string): Promise<number> {
  const body = new TextEncoder().encode(answer);
  const signal = AbortSignal.timeout(answerMsMax);
  const { status } = await fetch(address, { method: 'PUT', body, signal });
  return status;
}
