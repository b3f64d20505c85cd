import {
  holidayCountriesSchema,
  holidaysQuerySchema,
  holidaysSchema,
  importedHolidaysSchema,
  importHolidaysSchema,
} from '@opbx/contract/call-flow/holidays'
import type { Deps } from '../context.ts'
import { ctxOf } from '../http/access.ts'
import type { HttpScope } from '../http/types.ts'
import { importHolidays } from './import-holidays.ts'
import { listHolidayCountries, listHolidays } from './service.ts'

const tags = ['Business hours']

/** Which days are holidays where, and what calendar files hold. */
export function registerHolidays(scope: HttpScope, deps: Deps): void {
  scope.get(
    '/api/v1/holidays/countries',
    {
      config: { permission: 'flow.read' },
      schema: {
        tags,
        summary: 'Countries and regions whose holidays are known',
        response: { 200: holidayCountriesSchema },
      },
    },
    async () => listHolidayCountries(),
  )
  scope.get(
    '/api/v1/holidays',
    {
      config: { permission: 'flow.read' },
      schema: {
        tags,
        summary: 'The holidays of a country or region in the next 24 months',
        querystring: holidaysQuerySchema,
        response: { 200: holidaysSchema },
      },
    },
    async (request) => {
      const { country, region, types } = request.query
      return listHolidays(ctxOf(deps, request), { country, region: region ?? null, types })
    },
  )
  scope.post(
    '/api/v1/business-hours/import-holidays',
    {
      config: { permission: 'flow.write' },
      schema: {
        tags,
        summary: 'The whole days that an iCalendar or CSV file holds',
        description:
          'Nothing is stored: add the days that you want to `exceptions`. Repeated events are listed for 24 months.',
        body: importHolidaysSchema,
        response: { 200: importedHolidaysSchema },
      },
    },
    (request) => importHolidays(request.body, deps.clock.now()),
  )
}
