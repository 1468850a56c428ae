/** The font files that invoices are drawn with, as ServeInvoices has them. */
export { fonts } from '../serve-invoices/fonts.ts';
