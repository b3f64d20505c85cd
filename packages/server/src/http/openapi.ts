import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import { jsonSchemaTransform } from 'fastify-type-provider-zod'
import type { HttpScope } from './types.ts'

/** `/api/openapi.json` (OpenAPI 3.1) and its readable form at `/api/docs`, made from the routes themselves. */
export async function registerOpenapi(scope: HttpScope): Promise<void> {
  await scope.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'OPBX API',
        version: '1',
        description:
          'Everything that the console does. Sign in with a session cookie or send an API key as `Authorization: Bearer opbx_…`. Errors are application/problem+json.',
      },
      components: {
        securitySchemes: {
          apiKey: { type: 'http', scheme: 'bearer' },
          signIn: { type: 'apiKey', in: 'cookie', name: 'sign_in' },
        },
      },
    },
    transform: (document) => {
      const transformed = jsonSchemaTransform(document)
      const permission = document.route.config?.permission
      return {
        ...transformed,
        schema: {
          ...transformed.schema,
          'x-permission': permission,
          security: permission === 'public' ? [] : [{ signIn: [] }, { apiKey: [] }],
        },
      }
    },
  })
  await scope.register(swaggerUi, { routePrefix: '/api/docs', uiConfig: { deepLinking: true } })
}

/** The document itself, served without a permission: it describes, it shows nothing. */
export function serveOpenapi(scope: HttpScope): void {
  scope.get('/api/openapi.json', { config: { permission: 'public' }, schema: { hide: true } }, () =>
    scope.swagger(),
  )
}
