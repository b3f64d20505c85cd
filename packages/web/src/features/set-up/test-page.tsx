import { useQuery } from '@tanstack/react-query'
import { Check, PhoneCall } from 'lucide-react'
import { flowQuery } from '../../api/flow.ts'
import { useText } from '../../texts/i18n.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { Card, Item, List } from '../../ui/card.tsx'
import { Tel } from '../../ui/figures.tsx'
import { KindIcon } from '../../ui/kind-icon.tsx'
import { Loaded } from '../../ui/loading.tsx'
import { Wizard } from './wizard.tsx'

/** Last step: what there is to call, and on to the trial. */
export function TestPage() {
  const t = useText()
  const flow = useQuery(flowQuery)
  return (
    <Wizard step="test" title={t('setUp.test.heading')} lead={t('setUp.test.lead')}>
      <Card title={t('setUp.test.sampleHeading')}>
        <Loaded query={flow} rows={2}>
          {({ nodes, phoneNumbers }) => (
            <>
              <List>
                {phoneNumbers.map((number) => (
                  <Item key={number.id}>
                    <KindIcon kind="phone_number" tile />
                    <span className="grow">
                      <Tel number={number.number} className="medium" />
                      <span className="sub2 small">
                        {nodes.find((node) => node.id === number.entry)?.name ?? number.label}
                      </span>
                    </span>
                  </Item>
                ))}
              </List>
              <div className="card__foot">
                <ul className="ticks">
                  <li>
                    <Check className="i" />
                    {t('setUp.test.samplePeople', {
                      count: nodes.filter((node) => node.type === 'extension').length,
                    })}
                  </li>
                  <li>
                    <Check className="i" />
                    {t('setUp.test.sampleSteps', { count: nodes.length })}
                  </li>
                </ul>
              </div>
            </>
          )}
        </Loaded>
      </Card>
      <div className="wiz__foot">
        <ButtonLink to="/flow/try" variant="primary" size="lg" icon={PhoneCall}>
          {t('setUp.test.tryIt')}
        </ButtonLink>
        <ButtonLink to="/" variant="ghost" size="lg">
          {t('setUp.test.later')}
        </ButtonLink>
      </div>
    </Wizard>
  )
}
