import { Module } from '@nestjs/common';
import { ExceptionsModule } from '#exceptions';
import { ReceiptKeys } from './receipt-keys.js';
import { ReceiptsService } from './receipts.service.js';

/** Receipts of approvals, and the keys that sign them. */
@Module({ imports: [ExceptionsModule], providers: [ReceiptKeys, ReceiptsService], exports: [ReceiptKeys, ReceiptsService] })
export class ReceiptsModule {}
