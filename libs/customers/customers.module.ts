import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Customer } from './customer.entity.js';
import { CustomersService } from './customers.service.js';

/** Whom the house serves: the one room that holds personal data. */
@Module({ imports: [TypeOrmModule.forFeature([Customer])], providers: [CustomersService], exports: [CustomersService] })
export class CustomersModule {}
