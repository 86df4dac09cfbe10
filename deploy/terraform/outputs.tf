output "url" {
  description = "Where the service answers."
  value       = google_cloud_run_v2_service.service.uri
}

output "service_account" {
  description = "The account that the service runs as."
  value       = google_service_account.service.email
}
