import { Table } from '@mantine/core';
import { FormattedMessage, FormattedNumber } from 'react-intl';

/** One bar. Null where too few people had a part in it to say so without naming them. */
export interface Bar {
  readonly label: string;
  readonly count: number | null;
  /** The median, in minutes. */
  readonly value: number | null;
  /** Nine in ten took at most this, in minutes. */
  readonly most: number | null;
}

interface BarsProps {
  readonly title: string;
  readonly bars: readonly Bar[];
  readonly asTable: boolean;
}

/** Bars with their figures beside them, or the same as a table. */
export function Bars({ title, bars, asTable }: BarsProps) {
  const shown = bars.filter(({ value }) => value !== null);
  return (
    <section>
      <h3>{title}</h3>
      {shown.length === 0 ? (
        <p className="muted">
          <FormattedMessage id="insights.hidden" />
        </p>
      ) : asTable ? (
        <AsTable title={title} bars={bars} />
      ) : (
        <Drawn title={title} bars={shown} />
      )}
    </section>
  );
}

function Drawn({ title, bars }: { title: string; bars: readonly Bar[] }) {
  const longest = Math.max(...bars.map(({ value }) => value ?? 0), 1);
  return (
    <ul className="bars" aria-label={title}>
      {bars.map(({ label, value }) => (
        <li key={label}>
          <span className="muted">{label}</span>
          <span className="track">
            <span className="fill" style={{ width: `${((value ?? 0) / longest) * 100}%` }} />
          </span>
          <span>
            <FormattedMessage id="insights.minutes" values={{ minutes: value ?? 0 }} />
          </span>
        </li>
      ))}
    </ul>
  );
}

function AsTable({ title, bars }: { title: string; bars: readonly Bar[] }) {
  return (
    <Table maw={640} aria-label={title}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{title}</Table.Th>
          <Table.Th ta="right">
            <FormattedMessage id="insights.count" />
          </Table.Th>
          <Table.Th ta="right">
            <FormattedMessage id="insights.half" />
          </Table.Th>
          <Table.Th ta="right">
            <FormattedMessage id="insights.nineInTen" />
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {bars.map(({ label, count, value, most }) => (
          <Table.Tr key={label}>
            <Table.Td>{label}</Table.Td>
            {[count, value, most].map((figure, place) => (
              <Table.Td key={place} ta="right">
                {figure === null ? '–' : <FormattedNumber value={figure} />}
              </Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
