import type { ReactNode } from 'react';
import { FormattedMessage } from 'react-intl';
import { When } from '../parts/when';

/** What whoever takes a case on has to know. */
export interface Recap {
  readonly need: string;
  readonly why: string;
  readonly recap: string;
  readonly newFact: string | null;
  /** Where the customer is called back, as it is to be shown. */
  readonly callBack: ReactNode;
  readonly customerToldAt: string | null;
}

/** The recap as the receiver reads it: where to call back, what the customer needs, what was done, and why it comes to them. */
export function RecapBody({ need, why, recap, newFact, callBack, customerToldAt }: Recap) {
  return (
    <>
      <dl className="facts">
        <dt>
          <FormattedMessage id="handOff.callBack" />
        </dt>
        <dd>{callBack}</dd>
        <dt>
          <FormattedMessage id="handOff.told" />
        </dt>
        <dd>{customerToldAt ? <When at={customerToldAt} /> : <FormattedMessage id="handOff.notTold" />}</dd>
        <dt>
          <FormattedMessage id="handOff.whyYou" />
        </dt>
        <dd>{why || '–'}</dd>
        {newFact ? (
          <>
            <dt>
              <FormattedMessage id="handOff.newFact" />
            </dt>
            <dd>{newFact}</dd>
          </>
        ) : null}
      </dl>
      {recap.includes(need) && need !== '' ? null : <p className="reading fair">{need}</p>}
      <p className="reading recap">{recap}</p>
    </>
  );
}
