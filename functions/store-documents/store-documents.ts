import type { DocumentsMessage } from '../../core/billing/run/documents-message.ts';
import { type AnnouncedPorts, keepAnnounced } from '../../core/documents/keep-documents.ts';

/** Works off one message of the documents queue. */
export const storeDocuments =
  (ports: AnnouncedPorts) =>
  (message: DocumentsMessage): Promise<void> =>
    keepAnnounced(ports, message);
