export { keyset, type PageOrder } from './keyset.js';
export { pageOf, type Page, type PagePlace, type PageRequest, type Paged } from './page.js';
export { mustHaveRoom } from './span.rules.js';
