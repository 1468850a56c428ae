/** Sends message bodies; resolves only when the queue has every one of them. */
export interface Queue {
  send(bodies: readonly string[]): Promise<'sent' | 'unavailable'>;
}
