locals {
  settings = {
    NODE_ENV             = "production"
    MODEL                = "gemini"
    WAREHOUSE            = "bigquery"
    STORE                = "firestore"
    GOOGLE_CLOUD_PROJECT = var.project
    BIGQUERY_LOCATION    = var.bigquery_location
    KNOWLEDGE_DIR        = var.knowledge_dir
  }
}

resource "google_cloud_run_v2_service" "service" {
  name                = "insight-agent"
  location            = var.region
  deletion_protection = false

  template {
    service_account                  = google_service_account.service.email
    timeout                          = "300s"
    max_instance_request_concurrency = 40

    scaling {
      min_instance_count = 0
      max_instance_count = var.max_instances
    }

    containers {
      image = var.image

      resources {
        # A turn goes on when its reader has left: the processor must not be taken away between requests.
        cpu_idle          = false
        startup_cpu_boost = true
        limits = {
          cpu    = "2"
          memory = "2Gi"
        }
      }

      startup_probe {
        period_seconds    = 2
        timeout_seconds   = 2
        failure_threshold = 60
        http_get {
          path = "/readyz"
        }
      }

      liveness_probe {
        period_seconds    = 15
        timeout_seconds   = 5
        failure_threshold = 4
        http_get {
          path = "/healthz"
        }
      }

      dynamic "env" {
        for_each = local.settings
        content {
          name  = env.key
          value = env.value
        }
      }

      env {
        name = "GOOGLE_API_KEY"
        value_source {
          secret_key_ref {
            secret  = google_secret_manager_secret.gemini_key.secret_id
            version = "latest"
          }
        }
      }
    }
  }

  depends_on = [
    google_secret_manager_secret_iam_member.reads_key,
    google_project_iam_member.asks_bigquery,
    google_project_iam_member.keeps_documents,
    google_bigquery_dataset_iam_member.reads_data,
  ]
}
