# Firestore, its indexes and its expiry, from the one file that the Firebase CLI reads as well.

locals {
  firestore = jsondecode(file("${path.module}/../../firestore.indexes.json"))
}

resource "google_firestore_database" "documents" {
  name                    = "(default)"
  location_id             = var.region
  type                    = "FIRESTORE_NATIVE"
  delete_protection_state = "DELETE_PROTECTION_ENABLED"
  depends_on              = [google_project_service.api]
}

resource "google_firestore_index" "of_query" {
  for_each = {
    for index in local.firestore.indexes :
    join("-", concat([index.collectionGroup], [
      for field in index.fields : join("-", compact([field.fieldPath, try(field.vectorConfig.dimension, "")]))
    ])) => index
  }

  database    = google_firestore_database.documents.name
  collection  = each.value.collectionGroup
  query_scope = each.value.queryScope

  dynamic "fields" {
    for_each = each.value.fields
    content {
      field_path = fields.value.fieldPath
      order      = try(fields.value.order, null)

      dynamic "vector_config" {
        for_each = try([fields.value.vectorConfig.dimension], [])
        content {
          dimension = vector_config.value
          flat {}
        }
      }
    }
  }
}

resource "google_firestore_field" "override" {
  for_each = {
    for override in local.firestore.fieldOverrides :
    "${override.collectionGroup}-${override.fieldPath}" => override
  }

  database   = google_firestore_database.documents.name
  collection = each.value.collectionGroup
  field      = each.value.fieldPath

  # No index: expiry and bytes are never asked for.
  index_config {}

  dynamic "ttl_config" {
    for_each = try(each.value.ttl, false) ? [true] : []
    content {}
  }
}
