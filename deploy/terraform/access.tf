# The service's own account. It may ask BigQuery and read the named datasets, keep documents in Firestore, and read its
# one secret; nothing else, and nothing may be done with it but running the service.

resource "google_service_account" "service" {
  account_id   = "insight-agent"
  display_name = "InsightAgent, the service"
}

resource "google_project_iam_member" "asks_bigquery" {
  project = var.project
  role    = "roles/bigquery.jobUser"
  member  = google_service_account.service.member
}

resource "google_bigquery_dataset_iam_member" "reads_data" {
  for_each   = toset(var.datasets)
  dataset_id = each.value
  role       = "roles/bigquery.dataViewer"
  member     = google_service_account.service.member
}

resource "google_project_iam_member" "keeps_documents" {
  project = var.project
  role    = "roles/datastore.user"
  member  = google_service_account.service.member
}

resource "google_secret_manager_secret_iam_member" "reads_key" {
  secret_id = google_secret_manager_secret.gemini_key.id
  role      = "roles/secretmanager.secretAccessor"
  member    = google_service_account.service.member
}

resource "google_cloud_run_v2_service_iam_member" "may_call" {
  for_each = toset(var.callers)
  name     = google_cloud_run_v2_service.service.name
  location = var.region
  role     = "roles/run.invoker"
  member   = each.value
}
