import type { Forms } from '../../core/documents/ports.ts';
import type { Mischief } from './failing-books.ts';

/** Forms as the network serves them. */
export const failingForms = (forms: Forms, mischief: Mischief): Forms => ({
  put: (at, bytes) => mischief.put(() => forms.put(at, bytes)),
  read: (at, range) => mischief.around(() => forms.read(at, range)),
  getAlone: (at) => mischief.around(() => forms.getAlone(at)),
  hasAlone: (at) => mischief.around(() => forms.hasAlone(at)),
});
