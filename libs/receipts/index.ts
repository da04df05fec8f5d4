export { type CheckedReceipt, checkReceipt, readKeyRing } from './receipt-check.rules.js';
export { ReceiptKeysError, type ReceiptFault, ReceiptRefusedError } from './receipt.errors.js';
export { ReceiptKeys } from './receipt-keys.js';
export type { ReceiptClaims } from './receipt.types.js';
export { ReceiptsModule } from './receipts.module.js';
export { type Authorization, ReceiptsService } from './receipts.service.js';
