/** Why a receipt is not believed. `NO_RECEIPT` and `NO_KEYS`: the files do not hold what they should; all others: it is one, but does not hold. */
export type ReceiptFault = 'NO_RECEIPT' | 'NO_KEYS' | 'ALGORITHM' | 'HEADER' | 'UNKNOWN_KEY' | 'SIGNATURE' | 'CLAIMS';

/** Thrown when a receipt is not believed. The message says why, to a person; nothing of the receipt may be relied on. */
export class ReceiptRefusedError extends Error {
  constructor(
    readonly fault: ReceiptFault,
    message: string,
  ) {
    super(message);
  }
}

/** Thrown when the keys that sign receipts cannot be read, made or kept. The message names the folder or file and what to do. */
export class ReceiptKeysError extends Error {}
