import { hash } from 'node:crypto';

/** SHA-256 of UTF-8 text or bytes. */
export const sha256 = (content: string | Uint8Array): Buffer => hash('sha256', content, 'buffer');
