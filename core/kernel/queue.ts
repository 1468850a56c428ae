/** Sends message bodies, each a JSON text or of ASCII alone; resolves only when the queue has every one of them. */
export interface Queue {
  send(bodies: readonly string[]): Promise<'sent' | 'unavailable'>;
}
