/** The font files that statements are drawn with, as ServeInvoices has them. */
export { fontPaths as fonts } from '../../core/documents/pdf/font-paths.ts';
